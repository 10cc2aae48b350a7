import { sleep } from './pacing.ts';
import type { RegistryEntry } from './registry.ts';
import type { Reply, StationAccess } from './station-api.ts';
import { callStation } from './station-api.ts';
import type { PostedOrder } from './world/posted-order.ts';

const ordersPerPost = 100;
const retryAfterMs = 3000;
const atOnce = 4;
/** A station that is only starting gets this long to answer. */
const startingUpMs = 30_000;

export interface RegistrarOptions {
  readonly station: StationAccess;
  readonly log: (line: string) => void;
  readonly wall: () => number;
  readonly signal: AbortSignal;
}

/** Tells a station about the world over its HTTP API; what the station does not offer is said once and left out. */
export class Registrar {
  readonly #options: RegistrarOptions;
  readonly #said = new Set<string>();
  readonly #missing = new Set<string>();
  readonly #orders: PostedOrder[] = [];
  #retryAtMs = 0;

  constructor(options: RegistrarOptions) {
    this.#options = options;
  }

  /** Tells about sites, profiles, vehicles, devices and what is fixed to what. */
  async register(entries: readonly RegistryEntry[]): Promise<void> {
    for (let index = 0; index < entries.length; index += atOnce) {
      await Promise.all(entries.slice(index, index + atOnce).map((entry) => this.#put(entry)));
    }
  }

  /** Keeps an order until `flush`. */
  place(order: PostedOrder): void {
    this.#orders.push(order);
  }

  /** Posts the orders kept; those that a station out of reach could not take in stay for the next time. */
  async flush(): Promise<void> {
    while (this.#orders.length > 0 && this.#options.wall() >= this.#retryAtMs) {
      const part = this.#orders.slice(0, ordersPerPost);
      const reply = await this.#send('POST', 'orders', 'orders', part);
      if (reply.kind === 'unreachable') {
        this.#retryAtMs = this.#options.wall() + retryAfterMs;
        return;
      }
      if (reply.kind === 'done') {
        for (const why of rejections(reply.body)) this.#once(`the station rejected an order: ${why}`);
      }
      this.#orders.splice(0, part.length);
    }
  }

  async #put({ collection, id, body }: RegistryEntry): Promise<void> {
    const { wall, signal } = this.#options;
    const giveUpMs = wall() + startingUpMs;
    const path = `${collection}/${encodeURIComponent(id)}`;
    while (!signal.aborted) {
      const reply = await this.#send('PUT', collection, path, body);
      if (reply.kind !== 'unreachable') return;
      if (wall() >= giveUpMs) throw new Error(`the station cannot be reached: ${reply.why}`);
      await sleep(1000, signal);
    }
  }

  async #send(method: 'PUT' | 'POST', collection: string, path: string, body: unknown): Promise<Reply> {
    if (this.#missing.has(collection)) return { kind: 'no-route' };
    const reply = await callStation(this.#options.station, method, path, body);
    if (reply.kind === 'no-route') {
      this.#missing.add(collection);
      this.#once(`the station has no /${collection} yet: left out`);
    }
    if (reply.kind === 'refused') this.#once(`the station refused ${method} /${collection}: ${reply.why}`);
    if (reply.kind === 'unreachable') this.#once(`the station cannot be reached: ${reply.why}`);
    return reply;
  }

  #once(line: string): void {
    if (this.#said.has(line)) return;
    this.#said.add(line);
    this.#options.log(line);
  }
}

/** Reasons in `{ results: [{ status: "rejected", error }] }`, in the station's words. */
function rejections(body: unknown): string[] {
  const results: unknown =
    typeof body === 'object' && body !== null && 'results' in body ? body.results : undefined;
  if (!Array.isArray(results)) return [];
  return results.flatMap((row: unknown) =>
    typeof row === 'object' && row !== null && 'status' in row && row.status === 'rejected'
      ? [JSON.stringify('error' in row ? row.error : row)]
      : [],
  );
}
