import { useMemo } from 'react';

import { fleetText } from '#renderer/text/fleet.ts';
import { formatAge, formatCount, formatDistance } from '#renderer/text/format.ts';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Facts } from '#renderer/ui/Facts.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { SegmentedControl } from '#renderer/ui/SegmentedControl.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import { Value } from '#renderer/ui/Value.tsx';
import { trackFacts, type TrackRange, trackRanges } from './track-fixes.ts';
import type { VehicleTrack } from './use-vehicle-track.ts';
import styles from './VehiclePanel.module.css';

export interface TrackSectionProps {
  readonly track: VehicleTrack;
  readonly range: TrackRange;
  readonly onRangeChange: (range: TrackRange) => void;
}

/** How far back the way on the map reaches, and what it adds up to. */
export function TrackSection({ track, range, onRangeChange }: TrackSectionProps) {
  return (
    <Section title={fleetText.sectionTrack}>
      <div className={styles['ranges']}>
        <SegmentedControl
          label={fleetText.trackRange}
          value={range}
          options={options}
          onChange={onRangeChange}
        />
      </div>
      {range !== 'off' && <TrackSummary track={track} />}
    </Section>
  );
}

const options = trackRanges.map((range) => ({
  value: range,
  label: range === 'off' ? fleetText.trackOff : spaced(range),
}));

function spaced(range: TrackRange): string {
  return range.replace(/(\d+)/, '$1 ');
}

function TrackSummary({ track }: { readonly track: VehicleTrack }) {
  const { fixes, isLoading, error, refresh } = track;
  const facts = useMemo(() => trackFacts(fixes), [fixes]);
  const first = fixes[0];
  if (error !== undefined)
    return <ErrorState title={fleetText.trackFailed} error={error} onRetry={refresh} />;
  if (first === undefined)
    return <p className={styles['quiet']}>{isLoading ? fleetText.trackLoading : fleetText.trackNone}</p>;
  if (fixes.length === 1) return <p className={styles['quiet']}>{fleetText.trackOne}</p>;
  const gaps =
    facts.gaps === 0 ? fleetText.noGaps : fleetText.trackGapsValue(facts.gaps, formatAge(facts.longestGapMs));
  return (
    <Facts
      items={[
        { label: fleetText.trackSpan, value: <Time at={first.timeMs} form="short" withAge /> },
        {
          label: fleetText.trackDistance,
          value: (
            <span data-tip={fleetText.trackDistanceTip}>
              <Value measured={formatDistance(facts.distanceM)} />
            </span>
          ),
        },
        { label: fleetText.trackFixes, value: formatCount(facts.fixes) },
        { label: fleetText.trackGaps, value: <span data-tip={fleetText.trackGapsTip}>{gaps}</span> },
      ]}
    />
  );
}
