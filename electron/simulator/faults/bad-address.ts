import type { Dice } from '../random.ts';
import type { TruthEntry } from '../truth.ts';
import type { Order } from '../world/orders.ts';
import type { Misaddress } from '../world/posted-order.ts';
import { takeSome } from './choice.ts';
import type { Fault } from './fault.ts';

const ordersPerDay = 3;
/** Regions nothing is delivered to. */
const elsewhere = ['Bretagne', 'Normandie', 'Occitanie'] as const;

/** Addresses with a mistyped postal code or the region of another one. */
export const badAddress: Fault = {
  id: 'bad-address',
  title: 'Addresses whose parts disagree',
  changeWorld(day, orders) {
    const chosen = takeSome(day, orders, ordersPerDay, ({ orderNumber }) => [orderNumber]);
    return {
      addresses: new Map(chosen.map((order) => [order.orderNumber, misaddressOf(order, day.roll)])),
      truth: chosen.map(entryOf),
    };
  },
};

function misaddressOf({ town }: Order, roll: Dice): Misaddress {
  return roll.pick([
    { postalCode: town.postalCode.slice(1) },
    { postalCode: `35${town.postalCode.slice(2)}` },
    { region: roll.pick(elsewhere) },
  ]);
}

function entryOf({ orderNumber, placedMs, town }: Order): TruthEntry {
  return {
    atMs: placedMs + 1000,
    kind: 'address-mismatch',
    subject: { type: 'order', id: orderNumber },
    fromMs: placedMs,
    detail: { city: town.name },
  };
}
