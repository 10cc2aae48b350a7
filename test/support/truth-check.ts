/**
 * Compares a station's answers with what a simulator says really happened. Imports nothing of the product: it reads
 * the truth file and asks the HTTP API.
 */
import { readFileSync } from 'node:fs';

export interface TruthLine {
  readonly time: string;
  readonly kind: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly detail: Readonly<Record<string, unknown>> & { readonly fact?: string };
}

/** GET under `/api/v1`, parsed. */
export type Ask = <T>(path: string) => Promise<T>;

export interface TruthVerdict {
  /** How many things of each kind were compared. */
  readonly compared: Readonly<Record<'orders' | 'parcels' | 'vehicles' | 'scans', number>>;
  /** One sentence for each difference. */
  readonly differences: readonly string[];
}

interface Known {
  readonly state: string;
  readonly stateTime: string;
  readonly location?: { readonly kind: string; readonly id?: string };
}

interface Believed {
  readonly state: string;
  readonly stateTime?: string;
  readonly parcels: readonly {
    readonly parcelId: string;
    readonly state: string;
    readonly location: { readonly kind: string; readonly id?: string };
  }[];
}

export function readTruth(path: string): TruthLine[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TruthLine);
}

const digits = (parcelId: string): string => parcelId.replace(/^\(00\)/, '');

/** Every order's state, every parcel's site or vehicle, every vehicle's last position, every scan. */
export async function checkTruth(truth: readonly TruthLine[], ask: Ask): Promise<TruthVerdict> {
  const facts = truth.filter((line) => line.kind === 'fact');
  const of = (fact: string): TruthLine[] => facts.filter((line) => line.detail.fact === fact);
  const differences: string[] = [];
  const believed = new Map<string, Believed>();
  for (const { subject, detail } of of('order')) {
    const order = await ask<Believed>(`/orders/${encodeURIComponent(subject.id)}`);
    believed.set(subject.id, order);
    const { known } = detail as { known: Known };
    if (order.state !== known.state)
      differences.push(`order ${subject.id}: ${known.state} by the truth, ${order.state} by the station`);
  }
  for (const { subject, detail } of of('parcel')) {
    const { known, orderNumber } = detail as { known: Known; orderNumber: string };
    const parcel = believed.get(orderNumber)?.parcels.find((each) => digits(each.parcelId) === subject.id);
    const wanted = `${known.state} ${known.location?.kind ?? ''} ${known.location?.id ?? ''}`;
    const found =
      parcel === undefined
        ? 'unheard of'
        : `${parcel.state} ${parcel.location.kind} ${parcel.location.id ?? ''}`;
    if (wanted !== found)
      differences.push(`parcel ${subject.id}: ${wanted} by the truth, ${found} by the station`);
  }
  differences.push(...(await checkVehicles(of('vehicle'), ask)));
  const scans = of('scan');
  const { store } = await ask<{ store: { scans: number } }>('/stats');
  if (store.scans !== scans.length)
    differences.push(`scans: ${scans.length} by the truth, ${store.scans} by the station`);
  differences.push(...(await checkScans(scans, ask)));
  return {
    compared: {
      orders: of('order').length,
      parcels: of('parcel').length,
      vehicles: of('vehicle').length,
      scans: scans.length,
    },
    differences,
  };
}

async function checkVehicles(lines: readonly TruthLine[], ask: Ask): Promise<string[]> {
  const { items } = await ask<{
    items: { vehicleId: string; position?: { lat: number; lon: number; time: string } }[];
  }>('/vehicles');
  const found = new Map(items.map((item) => [item.vehicleId, item.position]));
  return lines.flatMap(({ subject, detail }) => {
    const { lat, lon, time } = detail as { lat: number; lon: number; time: string };
    const position = found.get(subject.id);
    const same =
      position !== undefined &&
      position.lat === lat &&
      position.lon === lon &&
      Math.abs(Date.parse(position.time) - Date.parse(time)) < 1000;
    return same
      ? []
      : [
          `vehicle ${subject.id}: ${lat}, ${lon} at ${time} by the truth, ${JSON.stringify(position)} by the station`,
        ];
  });
}

/** Each scan by device, time and codes, as often as it happened. */
async function checkScans(lines: readonly TruthLine[], ask: Ask): Promise<string[]> {
  const counts = new Map<string, number>();
  const keyOf = (deviceId: string, time: string, codes: readonly string[]): string =>
    `${deviceId} ${Date.parse(time)} ${codes.map(digits).join(',')}`;
  for (const { subject, detail } of lines) {
    const { time, codes } = detail as { time: string; codes: string[] };
    const key = keyOf(subject.id, time, codes);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  let cursor: string | undefined;
  do {
    const page = await ask<{
      items: { deviceId: string; time: string; codes: string[] }[];
      nextCursor?: string;
    }>(`/scans?limit=1000${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    for (const scan of page.items) {
      const key = keyOf(scan.deviceId, scan.time, scan.codes);
      counts.set(key, (counts.get(key) ?? 0) - 1);
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return [...counts]
    .filter(([, count]) => count !== 0)
    .map(([key, count]) => `scan ${key}: ${count > 0 ? 'missing' : 'one too many'}`);
}
