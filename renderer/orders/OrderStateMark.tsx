import {
  Ban,
  CircleQuestionMark,
  ClipboardList,
  DoorClosed,
  type LucideIcon,
  Navigation,
  Package,
  PackageCheck,
  PackagePlus,
  PackageSearch,
  PackageX,
  Stamp,
  Store,
  TriangleAlert,
  Truck,
  Undo2,
  Warehouse,
} from 'lucide-react';

import type { OrderState } from '#shared/domain/order-state.ts';

import { orderStateText } from '#renderer/text/orders.ts';
import styles from './orders.module.css';

const icons: Readonly<Record<OrderState, LucideIcon>> = {
  created: ClipboardList,
  picked: PackageSearch,
  packed: Package,
  collected: PackagePlus,
  'at-site': Warehouse,
  'in-transit': Truck,
  customs: Stamp,
  'out-for-delivery': Navigation,
  'available-for-pickup': Store,
  'attempt-failed': DoorClosed,
  delivered: PackageCheck,
  exception: TriangleAlert,
  returning: Undo2,
  returned: PackageX,
  cancelled: Ban,
  unknown: CircleQuestionMark,
};

/** The state of an order or parcel as icon and word. */
export function OrderStateMark({ state }: { readonly state: OrderState }) {
  const Icon = icons[state];
  return (
    <span className={styles['state']} data-state={state}>
      <Icon size={15} aria-hidden />
      <span>{orderStateText[state]}</span>
    </span>
  );
}
