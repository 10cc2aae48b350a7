import { PackageX } from 'lucide-react';
import { useRef } from 'react';

import { useElementSize } from '#renderer/charts/use-element-size.ts';
import { navigate, setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { useThrottled } from '#renderer/data/use-throttled.ts';
import { useOrderPlaces } from '#renderer/orders/use-order-places.ts';
import { orderPageText } from '#renderer/text/order-page.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { SplitView } from '#renderer/ui/SplitView.tsx';
import { CasesBlock } from './CasesBlock.tsx';
import { CustomerBlock } from './CustomerBlock.tsx';
import { EtaBlock } from './EtaBlock.tsx';
import { EvidencePanel } from './EvidencePanel.tsx';
import { HoldsBlock } from './HoldsBlock.tsx';
import { JourneyLine } from './JourneyLine.tsx';
import { OrderAnswer } from './OrderAnswer.tsx';
import { OrderHead } from './OrderHead.tsx';
import { OrderMap } from './OrderMap.tsx';
import styles from './OrderPage.module.css';
import { OrderTimeline } from './OrderTimeline.tsx';
import { PageLoading } from './PageLoading.tsx';
import { ParcelsBlock } from './ParcelsBlock.tsx';
import { ReturnsBlock } from './ReturnsBlock.tsx';
import { TripChart } from './TripChart.tsx';
import { useChangeCount } from './use-change-count.ts';
import { useOrderTeller } from './use-order-teller.ts';
import { WhereBlock } from './WhereBlock.tsx';

/** Everything known of one order; renewed whenever anything about it changes. */
export function OrderPage({ orderNumber }: { readonly orderNumber: string }) {
  const { rows, error } = useLive('orders.live', { orderNumber });
  const order = rows?.[0];
  if (order !== undefined) return <KnownOrder order={order} />;
  if (error !== undefined && error.code !== 'not-found') {
    return <ErrorState title={orderPageText.failed} error={error} />;
  }
  if (rows === undefined && error === undefined) return <PageLoading orderNumber={orderNumber} />;
  return (
    <>
      <h1 className="visually-hidden">{orderNumber}</h1>
      <EmptyState
        icon={PackageX}
        title={orderPageText.notFound(orderNumber)}
        action={
          <Button onClick={() => navigate('/orders', { q: orderNumber })}>{orderPageText.lookItUp}</Button>
        }
      >
        {orderPageText.notFoundText}
      </EmptyState>
    </>
  );
}

const refreshMs = 2000;
const wideFromPx = 1440;

interface KnownOrderProps {
  readonly order: NonNullable<ReturnType<typeof useLive<'orders.live'>>['rows']>[number];
}

function KnownOrder({ order }: KnownOrderProps) {
  const { params } = useLocationState();
  const places = useOrderPlaces();
  const teller = useOrderTeller(order, places);
  const changes = useThrottled(useChangeCount(order), refreshMs);
  const timeline = useQuery('orders.timeline', { orderNumber: order.orderNumber }, { refreshKey: changes });
  const items = timeline.data?.items;
  const { evidence } = params;
  const scroller = useRef<HTMLDivElement>(null);
  const size = useElementSize(scroller);
  // Three columns where there is room for them, the chart then below the map.
  const isWide = size !== undefined && size.width >= wideFromPx;
  const chart = <TripChart order={order} timeline={items} places={places} />;
  return (
    <div className={styles['page']}>
      <OrderHead order={order} teller={teller} />
      <SplitView
        side={
          evidence !== undefined && (
            <EvidencePanel
              key={evidence}
              order={order}
              subject={evidence}
              places={places}
              timeZone={teller.timeZone}
              onClose={() => setParams({ evidence: undefined })}
            />
          )
        }
      >
        <div
          ref={scroller}
          className={styles['scroller']}
          data-wide={isWide || undefined}
          tabIndex={0}
          role="group"
          aria-label={order.orderNumber}
        >
          <OrderAnswer order={order} timeline={items} teller={teller} />
          <JourneyLine
            milestones={order.milestones}
            holes={order.holes}
            places={places}
            timeZone={teller.timeZone}
            now={teller.now}
          />
          <div className={styles['grid']}>
            <div className={styles['column']}>
              <OrderMap order={order} timeline={items} places={places} />
              {isWide && chart}
            </div>
            <div className={styles['column']}>
              <EtaBlock order={order} teller={teller} />
              <WhereBlock order={order} places={places} timeZone={teller.timeZone} />
              <ParcelsBlock order={order} places={places} />
              <HoldsBlock order={order} timeZone={teller.timeZone} />
              <CasesBlock order={order} timeZone={teller.timeZone} onOpened={timeline.refresh} />
              <ReturnsBlock order={order} onEntered={timeline.refresh} />
              {!isWide && chart}
              <CustomerBlock order={order} timeZone={teller.timeZone} />
            </div>
            <div className={styles['column']}>
              <OrderTimeline order={order} view={timeline} places={places} />
            </div>
          </div>
        </div>
      </SplitView>
    </div>
  );
}
