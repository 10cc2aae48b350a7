import type { PositionValue, VehicleStateRow } from '#shared/contract/types.ts';
import { lateAfterMs } from '#shared/domain/time.ts';

import { useNearestPlace } from '#renderer/map/use-nearest-place.ts';
import { fleetText } from '#renderer/text/fleet.ts';
import {
  formatCoordinates,
  formatDistance,
  formatDuration,
  formatHeading,
  formatSpeed,
  type Measured,
} from '#renderer/text/format.ts';
import { qualityText } from '#renderer/text/quality.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { type Fact, Facts } from '#renderer/ui/Facts.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import { Value } from '#renderer/ui/Value.tsx';
import { searchWords } from './place-words.ts';
import styles from './VehiclePanel.module.css';

/** The last good fix: where, how fast, when, and what speaks against it. */
export function PositionFacts({ vehicle }: { readonly vehicle: VehicleStateRow }) {
  const { position } = vehicle;
  const place = searchWords(useNearestPlace(position));
  if (position === undefined) {
    return (
      <Section title={fleetText.sectionPosition}>
        <p className={styles['quiet']}>{fleetText.neverLocated}</p>
      </Section>
    );
  }
  const coordinates = formatCoordinates(position.lat, position.lon);
  const facts: readonly Fact[] = [
    { label: fleetText.place, value: place ?? <Skeleton width={18} /> },
    {
      label: fleetText.coordinates,
      value: (
        <span className={styles['withButton']} data-lat={position.lat} data-lon={position.lon}>
          {coordinates}
          <CopyButton text={`${position.lat}, ${position.lon}`} label={fleetText.coordinatesCopy} />
        </span>
      ),
    },
    { label: fleetText.speed, value: measured(position.speedMps, formatSpeed) },
    {
      label: fleetText.heading,
      value: position.headingDeg === undefined ? notReported : formatHeading(position.headingDeg),
    },
    {
      label: fleetText.accuracy,
      value: (
        <span data-tip={fleetText.accuracyTip}>
          {position.accuracyM === undefined ? (
            notReported
          ) : (
            <>± {measured(position.accuracyM, formatDistance)}</>
          )}
        </span>
      ),
    },
    ...(position.altitudeM === undefined
      ? []
      : [{ label: fleetText.altitude, value: measured(position.altitudeM, formatDistance) }]),
    { label: fleetText.measured, value: <Time at={position.time} withAge /> },
    { label: fleetText.received, value: <Receipt position={position} /> },
  ];
  return (
    <>
      <Section title={fleetText.sectionPosition}>
        <Facts items={facts} />
      </Section>
      <Section title={fleetText.quality}>
        <QualityList position={position} />
      </Section>
    </>
  );
}

const notReported = <span className={styles['quiet']}>{fleetText.notReported}</span>;

function measured(value: number | undefined, format: (value: number) => Measured) {
  return value === undefined ? notReported : <Value measured={format(value)} />;
}

/** When it reached us, and how long it was on the way. */
function Receipt({ position }: { readonly position: PositionValue }) {
  const delayMs = Date.parse(position.recordTime) - Date.parse(position.time);
  const words = delayMs < 0 ? fleetText.sooner : fleetText.after(formatDuration(delayMs / 1000));
  return (
    <span>
      <Time at={position.recordTime} form="short" />{' '}
      <Badge tone={delayMs > lateAfterMs || delayMs < -lateAfterMs ? 'warn' : 'quiet'}>{words}</Badge>
    </span>
  );
}

function QualityList({ position }: { readonly position: PositionValue }) {
  if (position.quality.length === 0) return <p className={styles['quiet']}>{fleetText.qualityGood}</p>;
  return (
    <ul className={styles['flags']}>
      {position.quality.map((flag) => (
        <li key={flag} className={styles['flag']}>
          <Badge tone={qualityText[flag].tone}>{qualityText[flag].label}</Badge>
          <span>{qualityText[flag].meaning}</span>
        </li>
      ))}
    </ul>
  );
}
