import { dayMs, hourMs, toIso } from '#shared/domain/time.ts';

import {
  addressNear,
  daily,
  diceOf,
  lille,
  lyon,
  newYork,
  oneParcel,
  paris,
  scansOf,
  shop,
  sitesOf,
  type PlainWorld,
  type Step,
} from './world.ts';

/** Nothing moves from Friday evening to Monday morning. */
export const weekends: PlainWorld = {
  name: 'a depot that is closed at weekends',
  days: 24,
  registry: sitesOf(paris, lyon),
  items(seed, fromMs) {
    const dice = diceOf(seed);
    const inWeek = (atMs: number): number => {
      const weekday = new Date(atMs).getUTCDay();
      return atMs + (weekday === 6 ? 2 * dayMs : weekday === 0 ? dayMs : 0);
    };
    return daily(
      { days: 20, perDay: 16, isOpen: (weekday) => weekday !== 0 && weekday !== 6 },
      fromMs,
      dice,
      (placedMs, index) => {
        const parcel = `WE${index}`;
        const order = oneParcel(
          { orderNumber: `WE-${index}`, parcelId: parcel, placedMs },
          { city: 'Lyon', postalCode: '69001', ...addressNear(lyon, dice) },
          7,
        );
        const days = ['packing', 'shipping', 'receiving', 'transporting'] as const;
        let atMs = placedMs;
        const steps: Step[] = [];
        for (const bizStep of days) {
          const next = inWeek(atMs + dice.about(bizStep === 'packing' ? 2 * hourMs : 18 * hourMs));
          steps.push({
            place: bizStep === 'receiving' || bizStep === 'transporting' ? 'LYO' : 'PAR',
            bizStep,
            afterMs: next - atMs,
          });
          atMs = next;
        }
        steps.push({
          place: 'LYO',
          bizStep: 'transporting',
          afterMs: dice.about(2 * hourMs),
          device: 'pda',
          also: { outcome: 'delivered' },
        });
        return [{ atMs: placedMs, order }, ...scansOf([parcel], placedMs, steps)];
      },
    );
  },
};

/** By air over an ocean, through customs, with portals that see without doing anything. */
export const overseas: PlainWorld = {
  name: 'air freight through customs, seen by portals on the way',
  days: 16,
  registry: sitesOf(paris, newYork),
  items(seed, fromMs) {
    const dice = diceOf(seed);
    return daily({ days: 10, perDay: 10 }, fromMs, dice, (placedMs, index) => {
      const parcel = `AIR${1000 + index}`;
      const shipTo = { city: 'New York', postalCode: '10001', region: 'NY', country: 'US' };
      const order = {
        ...oneParcel(
          { orderNumber: `AF-${index}`, parcelId: parcel, placedMs },
          { ...shipTo, ...addressNear(newYork, dice) },
          6,
        ),
        serviceLevel: 'air-express',
        items: [{ name: 'Part', quantity: 2 }],
        parcels: [{ parcelId: parcel, quantity: 2 }],
      };
      const steps: Step[] = [
        { place: 'PAR', bizStep: 'packing', afterMs: dice.about(4 * hourMs) },
        { place: 'PAR', afterMs: dice.about(hourMs), device: 'portal-par' },
        {
          place: 'PAR',
          bizStep: 'departing',
          afterMs: dice.about(6 * hourMs),
          also: { readPoint: 'AIR CARGO' },
        },
        { place: 'JFK', bizStep: 'arriving', afterMs: (8 + 4 * dice.next()) * hourMs },
        { place: 'JFK', bizStep: 'holding', afterMs: dice.about(hourMs), also: { readPoint: 'CUSTOMS' } },
        { place: 'JFK', afterMs: dice.about(hourMs), device: 'portal-jfk' },
        { place: 'JFK', bizStep: 'receiving', afterMs: dice.about(14 * hourMs) },
        { place: 'JFK', bizStep: 'transporting', afterMs: dice.about(8 * hourMs), device: 'pda-us' },
        {
          place: 'JFK',
          bizStep: 'transporting',
          afterMs: dice.about(4 * hourMs),
          device: 'pda-us',
          also: { outcome: 'delivered' },
        },
      ];
      return [{ atMs: placedMs, order }, ...scansOf([parcel], placedMs, steps)];
    });
  },
};

/** Collected at a counter days later; some come back. */
export const counters: PlainWorld = {
  name: 'click and collect, with returns at the counter',
  days: 20,
  registry: sitesOf(paris, lille, shop),
  items(seed, fromMs) {
    const dice = diceOf(seed);
    return daily({ days: 12, perDay: 14 }, fromMs, dice, (placedMs, index) => {
      const parcel = `CC${index}`;
      const order = oneParcel(
        { orderNumber: `CC-${index}`, parcelId: parcel, placedMs },
        { city: 'Lyon', postalCode: '69003', lat: shop.lat, lon: shop.lon },
        8,
      );
      const steps: Step[] = [
        { place: 'PAR', bizStep: 'picking', afterMs: dice.about(3 * hourMs) },
        { place: 'PAR', bizStep: 'packing', afterMs: dice.about(hourMs) },
        { place: 'PAR', bizStep: 'departing', afterMs: dice.about(5 * hourMs) },
        { place: 'SHOP-7', bizStep: 'receiving', afterMs: dice.about(20 * hourMs) },
        {
          place: 'SHOP-7',
          bizStep: 'stocking',
          afterMs: dice.about(hourMs),
          also: { outcome: 'available-for-pickup' },
        },
        {
          place: 'SHOP-7',
          bizStep: 'retail_selling',
          afterMs: dice.about(2 * dayMs),
          also: { outcome: 'delivered' },
        },
      ];
      if (index % 5 === 0)
        steps.push(
          {
            place: 'SHOP-7',
            bizStep: 'receiving',
            afterMs: dice.about(2 * dayMs),
            device: 'counter',
            also: { outcome: 'returned' },
          },
          {
            place: 'PAR',
            bizStep: 'receiving',
            afterMs: dice.about(2 * dayMs),
            device: 'returns',
            also: { outcome: 'returned' },
          },
        );
      return [{ atMs: placedMs, order }, ...scansOf([parcel], placedMs, steps)];
    });
  },
};

/** Drivers who are heard once a day: their scans come in one batch each evening. */
export const evenings: PlainWorld = {
  name: 'drivers whose devices send in the evening',
  days: 14,
  registry: sitesOf(paris, lille),
  items(seed, fromMs) {
    const dice = diceOf(seed);
    const batches = new Map<string, { atMs: number; topic: string; scans: unknown[] }>();
    const items = daily({ days: 12, perDay: 15 }, fromMs, dice, (placedMs, index) => {
      const parcel = `EV${index}`;
      const order = oneParcel(
        { orderNumber: `EV-${index}`, parcelId: parcel, placedMs },
        { city: 'Lille', postalCode: '59800', ...addressNear(lille, dice) },
        3,
      );
      const indoors: Step[] = [
        { place: 'PAR', bizStep: 'packing', afterMs: dice.about(3 * hourMs) },
        { place: 'PAR', bizStep: 'loading', afterMs: dice.about(4 * hourMs) },
        { place: 'LIL', bizStep: 'unloading', afterMs: dice.about(5 * hourMs) },
      ];
      const sent = scansOf([parcel], placedMs, indoors);
      const nextDay = Math.floor(sent.at(-1)!.atMs / dayMs) * dayMs + dayMs;
      const driver = `driver-${index % 3}`;
      for (const [afterMs, also] of [
        [7 * hourMs, {}],
        [(9 + dice.next() * 6) * hourMs, { outcome: 'delivered' }],
      ] as const) {
        const topic = `waymark/v1/LIL/${driver}/scan`;
        const key = `${driver} ${nextDay}`;
        const batch = batches.get(key) ?? { atMs: nextDay + 18 * hourMs, topic, scans: [] };
        batch.scans.push({
          time: toIso(Math.round(nextDay + afterMs)),
          codes: [parcel],
          bizStep: 'transporting',
          ...also,
        });
        batches.set(key, batch);
      }
      return [{ atMs: placedMs, order }, ...sent];
    });
    const late = [...batches.values()].map(({ atMs, topic, scans }) => ({
      atMs,
      topic,
      payload: JSON.stringify(scans),
    }));
    return [...items, ...late].toSorted((a, b) => a.atMs - b.atMs);
  },
};
