import { Route } from 'lucide-react';

import type { BottleneckRow } from '#shared/contract/types.ts';

import { useSubjectNames, type SubjectNames } from '#renderer/alerts/use-subject-names.ts';
import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { formatCount, formatDuration, formatNumber, formatOffset } from '#renderer/text/format.ts';
import { planningText } from '#renderer/text/planning.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { FilterBar } from '#renderer/ui/FilterBar.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';
import type { Column } from '#renderer/ui/table-column.ts';
import { Table } from '#renderer/ui/Table.tsx';

import styles from './PlanningScreen.module.css';
import { Choice } from './ScorecardTab.tsx';
import { Sparkline } from './Sparkline.tsx';

const { bottlenecks: text } = planningText;
const ranges = ['3', '7', '14'] as const;
const everyMs = 60_000;
const rowKey = ({ siteId, toSiteId }: BottleneckRow): string => `${siteId}\n${toSiteId ?? ''}`;

/** Sites and ways that take longer than they did. */
export function BottlenecksTab() {
  const { params } = useLocationState();
  const range = ranges.find((each) => each === params['days']) ?? '7';
  const tick = Math.floor(useNow(everyMs) / everyMs);
  const names = useSubjectNames();
  const { data, error, refresh } = useQuery(
    'bottlenecks.list',
    { days: Number(range) },
    { refreshKey: tick },
  );
  return (
    <div className={styles['tab']}>
      <FilterBar className={styles['filters']}>
        <Choice label={text.range}>
          <Select
            aria-label={text.range}
            value={range}
            onValueChange={(days) => setParams({ days: days === '7' ? undefined : days })}
            options={ranges.map((value) => ({ value, label: text.ranges[value] }))}
          />
        </Choice>
        <span className={styles['quiet']}>{text.against}</span>
      </FilterBar>
      <div className={styles['list']}>
        {data === undefined && error !== undefined ? (
          <ErrorState title={text.failed} error={error} onRetry={refresh} />
        ) : (
          <Table
            label={text.list}
            columns={columnsFor(names)}
            rows={data?.items}
            rowKey={rowKey}
            minWidth="64rem"
            empty={
              <EmptyState icon={Route} title={text.noneTitle}>
                {text.none}
              </EmptyState>
            }
          />
        )}
      </div>
    </div>
  );
}

function columnsFor(names: SubjectNames): readonly Column<BottleneckRow>[] {
  const nameOf = (id: string): string => names.nameOf({ type: 'site', id });
  const where = ({ siteId, toSiteId }: BottleneckRow): string =>
    toSiteId === undefined ? nameOf(siteId) : text.way(nameOf(siteId), nameOf(toSiteId));
  const { columns: titles, tips } = text;
  return [
    {
      id: 'where',
      title: titles.where,
      width: 'minmax(12rem, 2fr)',
      cell: (row) => <span data-tip={where(row)}>{where(row)}</span>,
    },
    {
      id: 'state',
      title: titles.state,
      tip: tips.state,
      width: '6rem',
      cell: ({ drifting }) => (
        <StatusDot tone={drifting ? 'warn' : 'ok'} label={drifting ? text.drifting : text.steady} />
      ),
    },
    figure('recent', tips.recent, ({ recent }) => minutes(recent.medianMinutes)),
    figure('usual', tips.usual, ({ usual }) => minutes(usual.medianMinutes)),
    figure('change', undefined, ({ recent, usual }) => offset(recent.medianMinutes - usual.medianMinutes)),
    figure('trend', tips.trend, ({ trendMinutesPerDay }) =>
      trendMinutesPerDay === undefined ? '—' : offset(trendMinutesPerDay),
    ),
    figure(
      'late',
      tips.late,
      ({ recent, usual }) =>
        `${formatNumber(recent.lateShare * 100)} / ${formatNumber(usual.lateShare * 100)} %`,
    ),
    figure('waiting', tips.waiting, ({ waiting, waitingLong }) =>
      waitingLong === 0
        ? formatCount(waiting)
        : text.waitingLong(formatCount(waiting), formatCount(waitingLong)),
    ),
    {
      id: 'days',
      title: titles.days,
      width: '7rem',
      cell: ({ days }) => <Sparkline label={text.sparkline} values={days.map((day) => day.medianMinutes)} />,
    },
  ];
}

function figure(
  id: keyof typeof text.columns,
  tip: string | undefined,
  words: (row: BottleneckRow) => string,
): Column<BottleneckRow> {
  return {
    id,
    title: text.columns[id],
    ...(tip === undefined ? {} : { tip }),
    width: id === 'waiting' ? '7.5rem' : '5.75rem',
    align: 'end',
    cell: (row) => <span className={styles['figure']}>{words(row)}</span>,
  };
}

function minutes(value: number): string {
  return formatDuration(Math.round(value) * 60);
}

function offset(value: number): string {
  const whole = Math.round(value);
  return whole === 0 ? text.unchanged : formatOffset(whole * 60);
}
