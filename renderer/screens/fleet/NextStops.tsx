import { MapPin, Warehouse } from 'lucide-react';
import { useState } from 'react';

import type { NextStopRow, SiteRow } from '#shared/contract/types.ts';

import { useNow } from '#renderer/data/use-now.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { Moment } from '#renderer/orders/Moment.tsx';
import { orderHref, siteHref } from '#renderer/orders/order-links.ts';
import { useOrderPlaces } from '#renderer/orders/use-order-places.ts';
import { fleetText as text } from '#renderer/text/fleet.ts';
import { formatCount } from '#renderer/text/format.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import styles from './NextStops.module.css';

/** Arrivals follow the vehicle; asked for this often they are as fresh as they are sure. */
const askedEveryMs = 15_000;
const shownFirst = 6;

/** Where a vehicle goes next, when it is there, and what that rests on. */
export function NextStops({ vehicleId }: { readonly vehicleId: string }) {
  const now = useNow(askedEveryMs);
  const refreshKey = Math.floor(now / askedEveryMs);
  const { data, error, refresh } = useQuery('vehicles.stops', { vehicleId }, { refreshKey });
  const [isAll, setAll] = useState(false);
  const places = useOrderPlaces();
  const stops = data?.items ?? [];
  const shown = isAll ? stops : stops.slice(0, shownFirst);
  return (
    <Section
      title={text.sectionStops}
      actions={
        data !== undefined &&
        data.orders > 0 && (
          <span className={styles['quiet']}>{text.stopsAboard(data.orders, formatCount(data.orders))}</span>
        )
      }
    >
      {error !== undefined && <ErrorState title={text.stopsFailed} error={error} onRetry={refresh} />}
      {data === undefined && error === undefined && <Skeleton width={18} />}
      {stops.length > 0 && data?.asOf !== undefined && (
        <p className={styles['quiet']}>
          {text.stopsFrom} <Age at={data.asOf} ago />
        </p>
      )}
      {data?.orders === 0 && <p className={styles['quiet']}>{text.stopsNone}</p>}
      {stops.length > 0 && (
        <ol className={styles['stops']}>
          {shown.map((stop) => (
            <StopItem
              key={`${stop.kind} ${stop.label}`}
              stop={stop}
              site={places.site(stop.siteId ?? '')}
              timeZone={places.zoneOf(stop.siteId)}
            />
          ))}
        </ol>
      )}
      {shown.length < stops.length && (
        <Button onClick={() => setAll(true)}>
          {text.stopsMore(formatCount(stops.length - shown.length))}
        </Button>
      )}
      {data?.isCut === true && (
        <p className={styles['quiet']}>
          {text.stopsCut(formatCount(stops.reduce((sum, { orders }) => sum + orders, 0)))}
        </p>
      )}
    </Section>
  );
}

interface StopProps {
  readonly stop: NextStopRow;
  readonly site: SiteRow | undefined;
}

function StopItem({ stop, site, timeZone }: StopProps & { readonly timeZone: string }) {
  const { kind, label, eta, orders, late, plannedTime, nextPromise } = stop;
  const Icon = kind === 'site' ? Warehouse : MapPin;
  return (
    <li className={styles['stop']}>
      <Icon size={14} aria-hidden className={styles['icon']} />
      <span className={styles['name']} data-tip={label}>
        <StopName stop={stop} site={site} />
      </span>
      <strong className={styles['time']}>
        {eta === null ? '—' : <Moment at={eta.p50} timeZone={timeZone} />}
      </strong>
      <span className={styles['more']}>
        {kind === 'address' && <span className={styles['address']}>{label}</span>}
        {eta === null ? (
          text.stopUnknown
        ) : (
          <>
            {text.stopWithin} <Moment at={eta.p10} until={eta.p90} timeZone={timeZone} />
          </>
        )}
        {plannedTime !== undefined && (
          <>
            {' · '}
            {text.stopPlanned} <Moment at={plannedTime} timeZone={timeZone} />
          </>
        )}
        {nextPromise !== undefined && (
          <>
            {' · '}
            {text.stopPromised} <Moment at={nextPromise} timeZone={timeZone} />
          </>
        )}
        {kind === 'site' && ` · ${text.stopOrders(orders, formatCount(orders))}`}
      </span>
      {late > 0 && (
        <span className={styles['late']}>
          <Badge tone="warn">{text.stopLate(formatCount(late))}</Badge>
        </span>
      )}
      {eta !== null && (
        <details className={styles['why']}>
          <summary>{text.stopWhy}</summary>
          <ul>
            {eta.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

/** A site leads to the map, an address to its order. */
function StopName({ stop, site }: StopProps) {
  const [orderNumber] = stop.orderNumbers;
  if (stop.kind === 'site')
    return site === undefined ? <>{stop.label}</> : <a href={siteHref(site)}>{site.name}</a>;
  return (
    <>
      {orderNumber === undefined ? stop.label : <a href={orderHref(orderNumber)}>{orderNumber}</a>}
      {stop.orders > 1 && ` + ${formatCount(stop.orders - 1)}`}
    </>
  );
}
