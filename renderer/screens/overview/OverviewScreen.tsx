import { useState } from 'react';

import { AlertsBlock } from '#renderer/alerts/AlertsBlock.tsx';
import { navigate } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { ImportDialog } from '#renderer/orders/ImportDialog.tsx';
import { useOrderPlaces } from '#renderer/orders/use-order-places.ts';
import { zoneWords } from '#renderer/text/day-words.ts';
import { ordersText } from '#renderer/text/orders.ts';
import { overviewText } from '#renderer/text/overview.ts';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Toolbar } from '#renderer/ui/Toolbar.tsx';
import { AttentionBlock } from './AttentionBlock.tsx';
import { CountTiles } from './CountTiles.tsx';
import { EngineBlock } from './EngineBlock.tsx';
import { FirstRun } from './FirstRun.tsx';
import { FleetBlock } from './FleetBlock.tsx';
import styles from './OverviewScreen.module.css';

/** What needs somebody now: counts that open lists, the worst orders with their reasons, and whether all is heard. */
export function OverviewScreen() {
  const { byKey, rows, error } = useLive('orders.overview', {});
  const devices = useLive('devices.live', {}).rows;
  const overview = byKey.get('orders');
  const mayCommand = useMayCommand();
  const places = useOrderPlaces();
  const now = useNow(60_000);
  const [isImporting, setImporting] = useState(false);
  const hasOrders = overview !== undefined && Object.values(overview.byState).some((count) => count > 0);
  const isFirstRun = overview !== undefined && !hasOrders && devices?.length === 0;
  return (
    <div className={styles['screen']}>
      <Toolbar
        title={overviewText.title}
        summary={ordersText.zone(zoneWords({ now, timeZone: places.zoneOf(undefined) }))}
      />
      {error !== undefined && rows === undefined && <ErrorState title={overviewText.failed} error={error} />}
      {isFirstRun ? (
        <FirstRun onImport={mayCommand ? () => setImporting(true) : undefined} />
      ) : (
        <div className={styles['body']} tabIndex={0} role="group" aria-label={overviewText.title}>
          <CountTiles overview={overview} devices={devices} />
          <div className={styles['grid']}>
            <AttentionBlock
              overview={overview}
              hasOrders={hasOrders}
              onImport={mayCommand ? () => setImporting(true) : undefined}
            />
            <div className={styles['aside']}>
              <AlertsBlock />
              <FleetBlock />
              <EngineBlock />
            </div>
          </div>
        </div>
      )}
      {isImporting && (
        <ImportDialog
          onClose={() => setImporting(false)}
          onSeeOrders={() => navigate('/orders', { filter: 'all' })}
        />
      )}
    </div>
  );
}
