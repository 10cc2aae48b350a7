import { dayMs, hourMs, minuteMs, toIso } from '#shared/domain/time.ts';

import { diceOf, lille, sitesOf, type Dice, type PlainWorld, type WorldItem } from './world.ts';

const vans = ['VAN-1', 'VAN-2', 'VAN-3'] as const;
const days = 8;
const stops = 7;
const kmh = 35;

interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** A day of a van as its tracker tells it: fixes while it drives, one every ten minutes while it stands. */
class Tour {
  readonly items: WorldItem[] = [];
  readonly #topic: string;
  readonly #dice: Dice;
  #at: Point;
  #time: number;

  constructor(van: string, dice: Dice, at: Point, time: number) {
    this.#topic = `waymark/v1/LIL/tracker-${van}/position`;
    this.#dice = dice;
    this.#at = at;
    this.#time = time;
  }

  get time(): number {
    return this.#time;
  }

  drive(to: Point): void {
    const from = this.#at;
    const km = Math.hypot(to.lat - from.lat, (to.lon - from.lon) * 0.63) * 111;
    const minutes = Math.max(1, Math.round((km / kmh) * 60));
    for (let minute = 1; minute <= minutes; minute += 1) {
      this.#time += minuteMs;
      const share = minute / minutes;
      this.#at = {
        lat: from.lat + (to.lat - from.lat) * share,
        lon: from.lon + (to.lon - from.lon) * share,
      };
      this.#fix(kmh / 3.6);
    }
  }

  stand(ms: number): void {
    const until = this.#time + Math.round(ms);
    for (let time = this.#time + 10 * minuteMs; time < until; time += 10 * minuteMs) {
      this.#time = time;
      this.#fix(0);
    }
    this.#time = until;
  }

  scan(device: string, scan: Readonly<Record<string, unknown>>): void {
    const payload = JSON.stringify({ time: toIso(this.#time), ...scan });
    this.items.push({ atMs: this.#time + 1000, topic: `waymark/v1/LIL/${device}/scan`, payload });
  }

  #fix(speedMps: number): void {
    const noise = (): number => (this.#dice.next() - 0.5) * 0.0002;
    const payload = JSON.stringify({
      time: toIso(this.#time),
      lat: this.#at.lat + noise(),
      lon: this.#at.lon + noise(),
      speedMps,
    });
    this.items.push({ atMs: this.#time + 1000, topic: this.#topic, payload });
  }
}

/** Vans with trackers, a lunch off the road, and a driver who takes the van home. */
export const deliveryVans: PlainWorld = {
  name: 'delivery vans that are driven home',
  days: days + 2,
  registry: [
    ...sitesOf(lille),
    ...vans.map((vehicleId) => ({ collection: 'vehicles' as const, id: vehicleId, body: { vehicleId } })),
    ...vans.map((vehicleId) => ({
      collection: 'associations' as const,
      id: `on-${vehicleId}`,
      body: {
        deviceId: `tracker-${vehicleId}`,
        subject: { type: 'vehicle', id: vehicleId },
        from: '2026-01-01T00:00:00Z',
      },
    })),
  ],
  items(seed, fromMs) {
    const dice = diceOf(seed);
    const items: WorldItem[] = [];
    for (let day = 0; day < days; day += 1)
      for (const van of vans) items.push(...dayOf(van, day, fromMs + day * dayMs, dice));
    return items.toSorted((a, b) => a.atMs - b.atMs);
  },
};

function near({ lat, lon }: Point, dice: Dice, spread: number): Point {
  return { lat: lat + (dice.next() - 0.5) * spread, lon: lon + (dice.next() - 0.5) * spread };
}

function dayOf(van: string, day: number, dayMsFrom: number, dice: Dice): WorldItem[] {
  const home = near(lille, dice, 0.25);
  const orders = Array.from({ length: stops }, (_, index) =>
    orderOf(`${van}-${day}-${index}`, dayMsFrom, dice),
  );
  const tour = new Tour(van, dice, home, dayMsFrom + 26 * hourMs);
  tour.drive(lille);
  tour.scan('dock', {
    codes: orders.map(({ parcel }) => parcel),
    bizStep: 'loading',
    vehicleId: van,
    parent: van,
  });
  tour.stand(20 * minuteMs);
  for (const { parcel } of orders)
    tour.scan(`pda-${van}`, { codes: [parcel], bizStep: 'transporting', vehicleId: van });
  for (const [index, { parcel, door }] of orders.entries()) {
    if (index === 4) {
      tour.drive(near(lille, dice, 0.15));
      tour.stand(45 * minuteMs);
    }
    tour.drive(door);
    tour.stand(dice.about(4 * minuteMs));
    tour.scan(`pda-${van}`, {
      codes: [parcel],
      bizStep: 'transporting',
      outcome: 'delivered',
      vehicleId: van,
      ...door,
    });
    tour.stand(minuteMs);
  }
  tour.drive(home);
  tour.stand(dayMsFrom + 50 * hourMs - tour.time);
  return [...orders.flatMap(({ items }) => items), ...tour.items];
}

/** Came to the depot the evening before. */
function orderOf(id: string, fromMs: number, dice: Dice) {
  const parcel = `DV-${id}`;
  const door = near(lille, dice, 0.2);
  const placedMs = Math.round(fromMs + dice.next() * 4 * hourMs);
  const receivedMs = placedMs + Math.round(dice.about(12 * hourMs));
  const order = {
    orderNumber: `ODV-${id}`,
    placedTime: toIso(placedMs),
    customer: { name: 'Someone' },
    shipTo: { city: 'Lille', postalCode: '59000', country: 'FR', ...door },
    promised: { until: toIso(fromMs + 48 * hourMs) },
    items: [{ name: 'Thing', quantity: 1 }],
    parcels: [{ parcelId: parcel }],
  };
  const payload = JSON.stringify({ time: toIso(receivedMs), codes: [parcel], bizStep: 'receiving' });
  const items: WorldItem[] = [
    { atMs: placedMs, order },
    { atMs: receivedMs + 1000, topic: 'waymark/v1/LIL/dock/scan', payload },
  ];
  return { parcel, door, items };
}
