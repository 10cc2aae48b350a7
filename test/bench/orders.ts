import type { TestStation } from '../support/station.ts';
import { mixedParcels, parcelOf } from './mixed-messages.ts';

const firstNames = ['Zoe', 'Ada', 'Noor', 'Emil', 'Ines', 'Jan', 'Lena', 'Marc', 'Olga', 'Paul'];
const lastNames = [
  'Martin',
  'Dubois',
  'Keller',
  'Rossi',
  'Novak',
  'Silva',
  'Jansen',
  'Berg',
  'Costa',
  'Weber',
];
const cities = ['Lyon', 'Dijon', 'Grenoble', 'Nantes', 'Lille', 'Metz', 'Nice', 'Rennes', 'Tours', 'Brest'];
const atOnce = 500;

/** The order with this number as it is posted; parcels are those the mixed load scans. */
export function benchOrder(
  number: number,
  now: number,
): Readonly<Record<string, unknown>> & { orderNumber: string } {
  return {
    orderNumber: orderNumberOf(number),
    channel: 'shop',
    customer: { name: nameOf(number), email: `customer${number}@example.org`, phone: phoneOf(number) },
    shipTo: {
      street: `${1 + (number % 200)} rue de la Gare`,
      city: cities[number % cities.length],
      postalCode: String(10_000 + (number % 89_999)),
      country: 'FR',
    },
    promised: { until: new Date(now + 48 * 3_600_000).toISOString() },
    items: [{ sku: `SKU-${number % 500}`, name: 'Comte 24 months', quantity: 1 + (number % 3) }],
    parcels: [{ parcelId: parcelOf(number), trackingNumber: `TRK${String(number).padStart(9, '0')}` }],
  };
}

export function orderNumberOf(number: number): string {
  return `WM-${String(100_000 + number)}`;
}

export function nameOf(number: number): string {
  const first = firstNames[number % firstNames.length]!;
  const last = lastNames[Math.floor(number / firstNames.length) % lastNames.length]!;
  return `${first} ${last}`;
}

export function phoneOf(number: number): string {
  return `+33 6 ${String(10_000_000 + ((number * 7919) % 89_999_999))}`;
}

/** Posts orders `from` up to but without `until`. */
export async function postOrders(station: TestStation, from: number, until: number): Promise<void> {
  for (let first = from; first < until; first += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, until - first) }, (_, index) => first + index);
    const answer = await station.api(
      'POST',
      '/orders',
      numbers.map((number) => benchOrder(number, Date.now())),
    );
    if (answer.status !== 200)
      throw new Error(`orders were refused: ${JSON.stringify(answer.body).slice(0, 300)}`);
  }
}

/** Orders for everything the mixed load scans. */
export async function postMixedOrders(station: TestStation): Promise<void> {
  await postOrders(station, 0, mixedParcels);
}
