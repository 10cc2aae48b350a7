import type { StoredOrder } from '../store/orders.ts';
import type { PostedOrder } from './believe.ts';

const read = new WeakMap<StoredOrder, PostedOrder>();

/** An order as it was posted; read once for each stored order that is at hand. */
export function readPosted(order: StoredOrder): PostedOrder {
  let posted = read.get(order);
  if (posted === undefined) read.set(order, (posted = JSON.parse(order.posted) as PostedOrder));
  return posted;
}

/** Spares reading an order that was just kept. */
export function rememberPosted(order: StoredOrder, posted: PostedOrder): void {
  read.set(order, posted);
}
