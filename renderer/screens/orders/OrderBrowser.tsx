import { FilePlus, FileUp } from 'lucide-react';
import { useState } from 'react';

import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { ImportDialog } from '#renderer/orders/ImportDialog.tsx';
import { OrderForm } from '#renderer/orders/OrderForm.tsx';
import { openOrder } from '#renderer/orders/order-links.ts';
import { useOrderPlaces } from '#renderer/orders/use-order-places.ts';
import { zoneWords } from '#renderer/text/day-words.ts';
import { orderFormText } from '#renderer/text/order-form.ts';
import { importText, ordersText } from '#renderer/text/orders.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Toolbar } from '#renderer/ui/Toolbar.tsx';
import { readListParams } from './list-params.ts';
import { LookUpBox } from './LookUpBox.tsx';
import { LookUpResults } from './LookUpResults.tsx';
import { OrderFilters } from './OrderFilters.tsx';
import { OrderList } from './OrderList.tsx';
import styles from './OrderBrowser.module.css';
import { useLookUp } from './use-look-up.ts';

/** One box that finds any order, and below it the list of what needs looking at. */
export function OrderBrowser() {
  const { params } = useLocationState();
  const list = readListParams(params);
  const typed = params['q'] ?? '';
  const lookUp = useLookUp(typed, (orderNumber) => openOrder(orderNumber, list.filter));
  const overview = useLive('orders.overview', {}).byKey.get('orders');
  const places = useOrderPlaces();
  const mayCommand = useMayCommand();
  const now = useNow(60_000);
  const [isImporting, setImporting] = useState(false);
  return (
    <div className={styles['screen']}>
      <Toolbar
        title={ordersText.title}
        summary={ordersText.zone(zoneWords({ now, timeZone: places.zoneOf(undefined) }))}
      >
        {mayCommand && (
          <Button
            icon={FilePlus}
            variant="primary"
            data-tip={orderFormText.openTip}
            onClick={() => setParams({ new: '1' })}
          >
            {orderFormText.open}
          </Button>
        )}
        {mayCommand && (
          <Button icon={FileUp} onClick={() => setImporting(true)}>
            {importText.open}
          </Button>
        )}
      </Toolbar>
      <LookUpBox typed={typed} lookUp={lookUp} />
      {typed.trim() === '' ? (
        <>
          <OrderFilters params={list} overview={overview} places={places} />
          <OrderList params={list} overview={overview} places={places} />
        </>
      ) : (
        <LookUpResults typed={typed} lookUp={lookUp} places={places} />
      )}
      {mayCommand && params['new'] === '1' && (
        <OrderForm
          timeZone={places.zoneOf(undefined)}
          onClose={() => setParams({ new: undefined })}
          onSaved={(orderNumber) => openOrder(orderNumber, list.filter)}
        />
      )}
      {isImporting && (
        <ImportDialog
          onClose={() => setImporting(false)}
          onSeeOrders={() => {
            setImporting(false);
            setParams({ q: undefined, filter: 'all', state: undefined, vehicle: undefined, site: undefined });
          }}
        />
      )}
    </div>
  );
}
