import { useState } from 'react';

import type { ParamsIn } from '#shared/contract/index.ts';
import { dayMs, toIso } from '#shared/domain/time.ts';

import { useKnownNow } from '#renderer/data/use-now.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { previewText as text } from '#renderer/text/cold-chain-more.ts';
import { formatCount, formatNumber } from '#renderer/text/format.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { Time } from '#renderer/ui/Time.tsx';

import styles from './ProfilesSection.module.css';

export interface ProfilePreviewProps {
  /** undefined: they cannot be judged as they stand. */
  readonly limits: ParamsIn<'profiles.preview'>['limits'] | undefined;
}

const days = ['1', '7', '30'] as const;
type Days = (typeof days)[number];

/** Which spans of what a sensor recorded the limits of the form would have alarmed. */
export function ProfilePreview({ limits }: ProfilePreviewProps) {
  const { rows: sensors = [] } = useLive('sensors.live', {});
  const [sensorId, setSensorId] = useState('');
  const [span, setSpan] = useState<Days>('7');
  const now = Math.ceil(useKnownNow(60_000) / 60_000) * 60_000;
  const sensor = sensors.find((each) => each.sensorId === sensorId);
  const params =
    sensor === undefined || limits === undefined
      ? undefined
      : {
          deviceId: sensor.deviceId,
          ...(sensor.channel === undefined ? {} : { channel: sensor.channel }),
          from: toIso(now - Number(span) * dayMs),
          to: toIso(now),
          limits,
        };
  const { data, error } = useQuery('profiles.preview', params);
  return (
    <div className={styles['preview']} role="group" aria-label={text.title}>
      <strong>{text.title}</strong>
      <div className={styles['names']}>
        <Field label={text.sensor}>
          <Select
            value={sensorId}
            onValueChange={setSensorId}
            options={[
              { value: '', label: text.choose },
              ...sensors.map((each) => ({ value: each.sensorId, label: each.name ?? each.sensorId })),
            ]}
          />
        </Field>
        <Field label={text.span}>
          <Select
            value={span}
            onValueChange={setSpan}
            options={days.map((value) => ({ value, label: text.spans[value] }))}
          />
        </Field>
      </div>
      <div aria-live="polite">
        {sensor !== undefined && limits === undefined && <p>{text.wrong}</p>}
        {params !== undefined && error !== undefined && <p role="alert">{error.message}</p>}
        {params !== undefined && data !== undefined && <Found {...data} />}
      </div>
    </div>
  );
}

interface FoundProps {
  readonly readings: number;
  readonly spans: readonly {
    readonly limit: number;
    readonly startTime: string;
    readonly alarmTime: string;
    readonly endTime?: string | undefined;
    readonly worst: number;
  }[];
}

function Found({ readings, spans }: FoundProps) {
  if (readings === 0) return <p>{text.noReadings}</p>;
  if (spans.length === 0) return <p>{text.none(formatCount(readings))}</p>;
  return (
    <>
      <p>{text.some(formatCount(spans.length))}</p>
      <ul className={styles['found']}>
        {spans.slice(0, 50).map((span) => (
          <li key={`${span.limit} ${span.startTime}`}>
            <span>{span.limit + 1}.</span> <Time at={span.startTime} /> –{' '}
            {span.endTime === undefined ? text.goesOn : <Time at={span.endTime} />}, {text.alarmAt}{' '}
            <Time at={span.alarmTime} />, {text.worst} {formatNumber(span.worst, 1)}
          </li>
        ))}
      </ul>
    </>
  );
}
