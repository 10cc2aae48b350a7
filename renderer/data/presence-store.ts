import type { EngineClient } from '#shared/contract/client.ts';
import type { PresenceRow } from '#shared/contract/types.ts';
import type { Role } from '#shared/contract/wire.ts';

import type { LiveStore } from './live-store.ts';

/**
 * Whether what is on screen is live: `connecting` before the first contact, `stale` when the link is up but
 * silent, `offline` when it is down, `outdated` when only a reload helps.
 */
export type LinkState = 'connecting' | 'live' | 'stale' | 'offline' | 'outdated';

export interface Presence {
  readonly link: LinkState;
  /** Since when it is not live, in the page's own epoch milliseconds; undefined while live. */
  readonly notLiveSince: number | undefined;
  /** What is wrong with the link, in one sentence. */
  readonly problem: string | undefined;
  /** The engine's last word about itself; stays while offline. */
  readonly engine: PresenceRow | undefined;
  readonly role: Role | undefined;
  /** When the last connection was made, in the page's epoch milliseconds; stays while offline. */
  readonly connectedAt: number | undefined;
  /** Engine clock minus page clock, as last learned. */
  readonly offsetMs: number;
}

/** The engine is heard at least once a second; this long without a frame is a silence that must be seen. */
export const staleAfterMs = 5000;

const checkEveryMs = 1000;
const offsetSamples = 5;

interface PresenceOptions {
  readonly client: EngineClient;
  readonly live: LiveStore<PresenceRow>;
  /** The page's clock. */
  readonly now: () => number;
}

/** Watches the link and the engine's own word, and learns the engine's clock from it. */
export class PresenceStore {
  readonly #options: PresenceOptions;
  readonly #listeners = new Set<() => void>();
  readonly #offsets: number[] = [];
  #lastEngine: PresenceRow | undefined;
  #connectedAt: number | undefined;
  #current: Presence;
  #stop: (() => void) | undefined;

  constructor(options: PresenceOptions) {
    this.#options = options;
    this.#current = this.#read();
  }

  readonly current = (): Presence => this.#current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#stop ??= this.#start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
    };
  };

  /** The engine's now, so that ages are right on a machine whose clock is not. */
  readonly engineNow = (): number => this.#options.now() + this.offsetMs();

  /** The engine's now while live, else the engine's time when it was last heard. */
  readonly knownNow = (): number => {
    const { link, notLiveSince } = this.#current;
    return link === 'live' || notLiveSince === undefined ? this.engineNow() : notLiveSince + this.offsetMs();
  };

  /** Engine clock minus page clock; of the last rows the one that travelled fastest. */
  offsetMs(): number {
    return this.#offsets.length === 0 ? 0 : Math.max(...this.#offsets);
  }

  #start(): () => void {
    const check = (): void => this.#check();
    const unwatch = this.#options.client.connection.watch(check);
    const unsubscribe = this.#options.live.subscribe(check);
    const timer = setInterval(check, checkEveryMs);
    check();
    return () => {
      unwatch();
      unsubscribe();
      clearInterval(timer);
    };
  }

  #check(): void {
    this.#learnOffset();
    const next = this.#read();
    const was = this.#current;
    const isSame =
      next.link === was.link &&
      next.notLiveSince === was.notLiveSince &&
      next.problem === was.problem &&
      next.engine === was.engine &&
      next.role === was.role &&
      next.connectedAt === was.connectedAt;
    if (isSame) return;
    this.#current = next;
    for (const listener of this.#listeners) listener();
  }

  #learnOffset(): void {
    const row = this.#options.live.current().byKey.get('engine');
    if (row === undefined || row === this.#lastEngine) return;
    this.#lastEngine = row;
    this.#offsets.push(Date.parse(row.engineTime) - this.#options.now());
    if (this.#offsets.length > offsetSamples) this.#offsets.shift();
  }

  #read(): Presence {
    const { connection } = this.#options.client;
    const { status, since, problem, role } = connection.current();
    const engine = this.#options.live.current().byKey.get('engine') ?? this.#lastEngine;
    const heardAt = connection.lastFrameAt();
    if (status === 'connected') this.#connectedAt = since;
    const common = { engine, role, problem, connectedAt: this.#connectedAt, offsetMs: this.offsetMs() };
    if (status === 'connected') {
      const isSilent = this.#options.now() - (heardAt ?? since) > staleAfterMs;
      if (isSilent) return { ...common, link: 'stale', notLiveSince: heardAt ?? since };
      return { ...common, link: engine === undefined ? 'connecting' : 'live', notLiveSince: undefined };
    }
    const notLiveSince = heardAt ?? since;
    if (status === 'outdated') return { ...common, link: 'outdated', notLiveSince };
    return { ...common, link: status === 'connecting' ? 'connecting' : 'offline', notLiveSince };
  }
}
