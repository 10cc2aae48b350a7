import { useMemo } from 'react';

import { useLocationState } from '#renderer/data/location-state.ts';

import { readFilter } from './alert-filter.ts';
import { AlertFilters } from './AlertFilters.tsx';
import { AlertList } from './AlertList.tsx';
import { AlertPanel } from './AlertPanel.tsx';
import styles from './AlertsScreen.module.css';
import { MetricsPanel } from './MetricsPanel.tsx';
import { useSubjectNames } from '#renderer/alerts/use-subject-names.ts';

/** Everything that is not as it should be, worst first, with its evidence and what was decided about it. */
export function AlertsScreen() {
  const { params } = useLocationState();
  const filter = useMemo(() => readFilter(params), [params]);
  const names = useSubjectNames();
  const selectedId = params['alert'];
  const isMeasured = selectedId === undefined && params['metrics'] === '1';
  return (
    <div className={styles['screen']}>
      <AlertFilters filter={filter} names={names} />
      <div className={styles['split']} data-narrow={selectedId !== undefined || isMeasured || undefined}>
        <div className={styles['list']}>
          <AlertList filter={filter} names={names} selectedId={selectedId} />
        </div>
        {isMeasured && <MetricsPanel names={names} />}
        {selectedId !== undefined && <AlertPanel key={selectedId} alertId={selectedId} names={names} />}
      </div>
    </div>
  );
}
