import { CircleQuestionMark, House, type LucideIcon, Truck, Warehouse } from 'lucide-react';

import type { OrderSummaryRow } from '#shared/contract/types.ts';
import { dayMs, minuteMs } from '#shared/domain/time.ts';

import { ordersText } from '#renderer/text/orders.ts';
import { Age } from '#renderer/ui/Age.tsx';
import styles from './orders.module.css';
import type { OrderPlaces } from './use-order-places.ts';

type SummaryLocation = OrderSummaryRow['location'];

export interface WhereMarkProps {
  readonly location: SummaryLocation;
  readonly places: OrderPlaces;
  /** True once nothing is expected any more: then the age is history, not silence. */
  readonly isFinal: boolean;
}

const icons: Readonly<Record<SummaryLocation['kind'], LucideIcon>> = {
  site: Warehouse,
  vehicle: Truck,
  place: House,
  unknown: CircleQuestionMark,
};

/** After this long a place says little about now: vehicles report by themselves, parcels at a site lie between scans. */
const staleAfterMs = { site: dayMs, vehicle: 15 * minuteMs, place: dayMs, unknown: 15 * minuteMs } as const;

/** Where an order was last seen and how long ago. */
export function WhereMark({ location, places, isFinal }: WhereMarkProps) {
  const Icon = icons[location.kind];
  return (
    <span className={styles['where']}>
      <Icon size={14} aria-hidden />
      <span className={styles['whereName']}>{nameOf(location, places)}</span>
      {location.asOf !== undefined && (
        <span className={styles['whereAge']}>
          <Age at={location.asOf} {...(isFinal ? {} : { staleAfterMs: staleAfterMs[location.kind] })} />
        </span>
      )}
    </span>
  );
}

function nameOf({ kind, id }: SummaryLocation, places: OrderPlaces): string {
  if (kind === 'place') return ordersText.atAddress;
  if (kind === 'unknown' || id === undefined) return ordersText.notKnown;
  return kind === 'site' ? places.siteName(id) : places.vehicleName(id);
}
