import { Gauge } from 'lucide-react';
import type { ReactNode } from 'react';

import type { ScorecardResult } from '#shared/contract/types.ts';
import { dayMs } from '#shared/domain/time.ts';

import { useSubjectNames, type SubjectNames } from '#renderer/alerts/use-subject-names.ts';
import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { planningText } from '#renderer/text/planning.ts';
import { Awaited } from '#renderer/ui/Awaited.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { FilterBar } from '#renderer/ui/FilterBar.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { Select } from '#renderer/ui/Select.tsx';

import { HistorySection } from './HistorySection.tsx';
import styles from './PlanningScreen.module.css';
import { ScoreTable } from './ScoreTable.tsx';

const { scorecard: text } = planningText;
const keys = ['lane', 'site', 'carrier', 'driver', 'service'] as const;
const ranges = ['7', '30', '90', '365'] as const;
const everyMs = 60_000;

/** How good estimates were, by the record of what was said. */
export function ScorecardTab() {
  const { params } = useLocationState();
  const by = keys.find((key) => key === params['by']) ?? 'lane';
  const range = ranges.find((each) => each === params['range']) ?? '30';
  const now = Math.floor(useNow(everyMs) / everyMs) * everyMs;
  const from = new Date(now - Number(range) * dayMs).toISOString();
  const { data, error, refresh } = useQuery('eta.scorecard', { by, from }, { refreshKey: now });
  return (
    <div className={styles['tab']}>
      <FilterBar className={styles['filters']}>
        <Choice label={text.range}>
          <Select
            aria-label={text.range}
            value={range}
            onValueChange={(next) => setParams({ range: next === '30' ? undefined : next })}
            options={ranges.map((value) => ({ value, label: text.ranges[value] }))}
          />
        </Choice>
        <Choice label={text.by}>
          <Select
            aria-label={text.by}
            value={by}
            onValueChange={(next) => setParams({ by: next === 'lane' ? undefined : next })}
            options={keys.map((value) => ({ value, label: text.keys[value] }))}
          />
        </Choice>
        {data?.isCut === true && <span className={styles['quiet']}>{text.cut}</span>}
      </FilterBar>
      <div className={styles['body']} tabIndex={0} role="group" aria-label={planningText.tabs.scorecard}>
        <Awaited data={data} error={error} title={text.failed} onRetry={refresh} width={30} />
        {data !== undefined && <Scores data={data} />}
        <HistorySection now={now} />
      </div>
    </div>
  );
}

export function Choice({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <span className={styles['quiet']}>
      {label} {children}
    </span>
  );
}

function Scores({ data }: { readonly data: ScorecardResult }) {
  const names = useSubjectNames();
  if (data.total === null) {
    return (
      <EmptyState icon={Gauge} title={text.noneTitle}>
        {text.none}
      </EmptyState>
    );
  }
  return (
    <>
      <ScoreTable title={text.total} rows={[{ name: text.total, ...data.total }]} />
      <Section level={2} title={text.keys[data.by]}>
        <ScoreTable
          title={text.keys[data.by]}
          rows={data.groups}
          nameOf={(group) => groupName(data.by, group, names)}
        />
      </Section>
      <Section
        level={2}
        title={text.byActual}
        actions={<span className={styles['quiet']}>{text.byActualTip}</span>}
      >
        <ScoreTable title={text.byActual} rows={data.byActualTimeOut} />
      </Section>
      <Section
        level={2}
        title={text.byPredicted}
        actions={<span className={styles['quiet']}>{text.byPredictedTip}</span>}
      >
        <ScoreTable title={text.byPredicted} rows={data.byPredictedTimeOut} />
      </Section>
      <Section level={2} title={text.models}>
        <ScoreTable title={text.models} rows={data.models} />
      </Section>
    </>
  );
}

/** A lane begins at a site and ends in a region; drivers are known by their vehicles where nobody said who drove. */
function groupName(by: ScorecardResult['by'], group: string, { nameOf }: SubjectNames): string {
  const [from = group, to] = group.split(' → ');
  switch (by) {
    case 'lane':
      return to === undefined ? group : text.lane(nameOf({ type: 'site', id: from }), to);
    case 'site':
      return nameOf({ type: 'site', id: group });
    case 'driver':
      return nameOf({ type: 'vehicle', id: group });
    case 'carrier':
    case 'service':
      return group;
  }
}
