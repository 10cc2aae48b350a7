import { CircleAlert, CircleCheck } from 'lucide-react';
import { useMemo, useState } from 'react';

import type { ResultOf } from '#shared/contract/index.ts';
import { dayMs, hourMs, minuteMs, toIso } from '#shared/domain/time.ts';

import { setParams } from '#renderer/data/location-state.ts';
import { useKnownNow } from '#renderer/data/use-now.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { metricsText } from '#renderer/text/alarm-metrics.ts';
import { alertKindText } from '#renderer/text/alerts.ts';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { SegmentedControl } from '#renderer/ui/SegmentedControl.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';

import styles from './AlertsScreen.module.css';
import { judge, type Judged } from './metrics-targets.ts';
import type { SubjectNames } from '#renderer/alerts/use-subject-names.ts';

const spans = { shift: 8 * hourMs, day: dayMs, week: 7 * dayMs } as const;
type Span = keyof typeof spans;

const close = (): void => setParams({ metrics: undefined });

/** How much alarms ask of people, beside what the standard holds to be bearable. */
export function MetricsPanel({ names }: { readonly names: SubjectNames }) {
  const [span, setSpan] = useState<Span>('day');
  const now = useKnownNow(minuteMs);
  const to = Math.floor(now / minuteMs) * minuteMs;
  const { data, error, refresh } = useQuery('alerts.metrics', {
    from: toIso(to - spans[span]),
    to: toIso(to),
  });
  return (
    <div className={styles['side']}>
      <Panel title={metricsText.title} subtitle={metricsText.subtitle} onClose={close}>
        <SegmentedControl<Span>
          label={metricsText.span}
          value={span}
          onChange={setSpan}
          options={(Object.keys(spans) as Span[]).map((value) => ({
            value,
            label: metricsText.spans[value],
          }))}
        />
        {error !== undefined && <ErrorState error={error} onRetry={refresh} />}
        {data === undefined && error === undefined && <Skeleton width={30} />}
        {data !== undefined && <Figures metrics={data} names={names} />}
      </Panel>
    </div>
  );
}

type Metrics = ResultOf<'alerts.metrics'>;

function Figures({ metrics, names }: { readonly metrics: Metrics; readonly names: SubjectNames }) {
  const judged = useMemo(() => judge(metrics), [metrics]);
  return (
    <>
      <table className={styles['metrics']}>
        <thead>
          <tr>
            <th scope="col">{metricsText.columns.what}</th>
            <th scope="col">{metricsText.columns.is}</th>
            <th scope="col">{metricsText.columns.target}</th>
            <th scope="col">{metricsText.columns.verdict}</th>
          </tr>
        </thead>
        <tbody>
          {judged.map((row) => (
            <tr key={row.id}>
              <th scope="row">{metricsText.rows[row.id].label}</th>
              <td>{row.value}</td>
              <td>{metricsText.rows[row.id].target}</td>
              <td>
                <Verdict isMet={row.isMet} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Sources title={metricsText.top} rows={metrics.topSources} names={names} />
      <Sources title={metricsText.chattering} rows={metrics.chattering} names={names} />
    </>
  );
}

function Verdict({ isMet }: Pick<Judged, 'isMet'>) {
  if (isMet === undefined) return <span className={styles['aside']}>{metricsText.tooFew}</span>;
  const Icon = isMet ? CircleCheck : CircleAlert;
  return (
    <span className={isMet ? styles['met'] : styles['missed']}>
      <Icon size={14} aria-hidden /> {isMet ? metricsText.met : metricsText.missed}
    </span>
  );
}

interface SourcesProps {
  readonly title: string;
  readonly rows: Metrics['topSources'];
  readonly names: SubjectNames;
}

function Sources({ title, rows, names }: SourcesProps) {
  return (
    <Section title={title}>
      {rows.length === 0 && <p className={styles['aside']}>{metricsText.none}</p>}
      <ol className={styles['entries']}>
        {rows.map(({ kind, subject, count }) => (
          <li key={`${kind} ${subject.type} ${subject.id}`} className={styles['source']}>
            <span className={styles['entryText']}>
              {alertKindText[kind]} · {names.nameOf(subject)}
            </span>
            <span className={styles['figure']}>{count}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
