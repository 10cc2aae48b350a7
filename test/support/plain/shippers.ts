import { dayMs, hourMs, minuteMs, toIso } from '#shared/domain/time.ts';

import {
  addressNear,
  daily,
  diceOf,
  lyon,
  marseille,
  oneParcel,
  paris,
  scansOf,
  sitesOf,
  sscc,
  type PlainWorld,
  type Step,
} from './world.ts';

/** Parcels of strangers handed to a carrier: no sites, no plan, no promise, codes as they come. */
export const carrier: PlainWorld = {
  name: 'a carrier without sites, plans or promises',
  days: 14,
  registry: [],
  items(seed, fromMs) {
    const dice = diceOf(seed);
    return daily({ days: 12, perDay: 20 }, fromMs, dice, (placedMs, index) => {
      const parcel = `CX${String(100_000_000 + index * 37)}`;
      const order = {
        orderNumber: `C-${index}`,
        customer: { name: 'Somebody' },
        shipTo: { city: 'Marseille', postalCode: '13001', country: 'FR' },
        items: [{ name: 'Box', quantity: 1 }],
        parcels: [{ parcelId: parcel }],
      };
      const steps: Step[] = [
        { place: 'AGENCY', bizStep: 'collecting', afterMs: dice.about(3 * hourMs) },
        { place: 'HUB-A', bizStep: 'receiving', afterMs: dice.about(3 * hourMs) },
        { place: 'HUB-A', bizStep: 'departing', afterMs: dice.about(4 * hourMs) },
        { place: 'HUB-B', bizStep: 'receiving', afterMs: dice.about(8 * hourMs) },
        { place: 'HUB-B', bizStep: 'transporting', afterMs: dice.about(6 * hourMs) },
        {
          place: 'HUB-B',
          bizStep: 'transporting',
          afterMs: dice.about(4 * hourMs),
          device: `pda-${index % 5}`,
          also: { outcome: 'delivered' },
        },
      ];
      return [{ atMs: placedMs, order }, ...scansOf([parcel], placedMs, steps)];
    });
  },
};

/** Pallets: between packing and delivery only the pallet is scanned. */
export const pallets: PlainWorld = {
  name: 'a wholesaler whose pallets are scanned, not what is on them',
  days: 12,
  registry: sitesOf(paris, lyon, marseille),
  items(seed, fromMs) {
    const dice = diceOf(seed);
    return daily({ days: 10, perDay: 8 }, fromMs, dice, (placedMs, index) => {
      const pallet = sscc(index);
      const parcels = [1, 2, 3].map((each) => `W-${index}-${each}`);
      const order = {
        orderNumber: `WH-${index}`,
        placedTime: toIso(placedMs),
        customer: { name: 'A shop', email: `shop${index}@example.org` },
        shipTo: { city: 'Marseille', postalCode: '13002', country: 'FR', ...addressNear(marseille, dice) },
        promised: { until: toIso(placedMs + 4 * dayMs) },
        items: [{ sku: 'A', name: 'Cartons', quantity: 3 }],
        parcels: parcels.map((parcelId) => ({ parcelId, quantity: 1 })),
        plan: [
          { siteId: 'PAR', bizStep: 'packing', plannedTime: toIso(placedMs + 5 * hourMs) },
          { siteId: 'PAR', bizStep: 'loading', plannedTime: toIso(placedMs + 12 * hourMs) },
          { siteId: 'LYO', bizStep: 'unloading', plannedTime: toIso(placedMs + 24 * hourMs) },
          { siteId: 'LYO', bizStep: 'loading', plannedTime: toIso(placedMs + 36 * hourMs) },
          { siteId: 'MRS', bizStep: 'unloading', plannedTime: toIso(placedMs + 48 * hourMs) },
        ],
      };
      const truck = `T-${index % 3}`;
      const onTruck = { vehicleId: truck, parent: truck };
      const whole = [`(00)${pallet}`];
      const steps: Step[] = [
        ...parcels.map((parcel, each): Step => ({
          place: 'PAR',
          bizStep: 'picking',
          codes: [parcel],
          afterMs: each === 0 ? dice.about(2 * hourMs) : minuteMs,
        })),
        { place: 'PAR', bizStep: 'packing', afterMs: dice.about(hourMs), also: { parent: `(00)${pallet}` } },
        { place: 'PAR', bizStep: 'loading', codes: whole, afterMs: dice.about(7 * hourMs), also: onTruck },
        { place: 'LYO', bizStep: 'unloading', codes: whole, afterMs: dice.about(11 * hourMs), also: onTruck },
        { place: 'LYO', bizStep: 'loading', codes: whole, afterMs: dice.about(10 * hourMs), also: onTruck },
        { place: 'MRS', bizStep: 'unloading', codes: whole, afterMs: dice.about(9 * hourMs), also: onTruck },
        {
          place: 'MRS',
          bizStep: 'unpacking',
          afterMs: dice.about(hourMs),
          also: { parent: `(00)${pallet}` },
        },
        { place: 'MRS', bizStep: 'transporting', afterMs: dice.about(5 * hourMs), device: 'pda-1' },
        {
          place: 'MRS',
          bizStep: 'transporting',
          afterMs: dice.about(3 * hourMs),
          device: 'pda-1',
          also: {
            outcome: 'delivered',
            ...(order.shipTo.lat === undefined ? {} : { lat: order.shipTo.lat, lon: order.shipTo.lon }),
          },
        },
      ];
      return [{ atMs: placedMs, order }, ...scansOf(parcels, placedMs, steps)];
    });
  },
};

/** Two scans in the life of a parcel. */
export const sparse: PlainWorld = {
  name: 'a shop that scans what leaves and hears of what arrived',
  days: 16,
  registry: sitesOf(paris),
  items(seed, fromMs) {
    const dice = diceOf(seed);
    return daily({ days: 12, perDay: 20 }, fromMs, dice, (placedMs, index) => {
      const parcel = `SP${index}`;
      const whose = { orderNumber: `S-${index}`, parcelId: parcel, placedMs };
      const order = {
        ...oneParcel(whose, { city: 'Lille', postalCode: '59000' }, 6),
        items: [{ name: 'Thing', quantity: 1 + (index % 3) }],
      };
      const steps: Step[] = [
        { place: 'PAR', bizStep: 'shipping', afterMs: dice.about(20 * hourMs) },
        {
          place: 'PAR',
          bizStep: 'transporting',
          afterMs: dice.about(2 * dayMs),
          device: 'carrier-feed',
          also: { outcome: 'delivered' },
        },
      ];
      return [{ atMs: placedMs, order }, ...scansOf([parcel], placedMs, steps)];
    });
  },
};
