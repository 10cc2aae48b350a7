/** The part of a clock a client needs; the engine's own `Clock` fits. */
export interface Timers {
  /** Wall time in epoch milliseconds. */
  now(): number;
  /** Calls `run` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

interface Host {
  readonly setTimeout: (run: () => void, delayMs: number) => unknown;
  readonly clearTimeout: (timer: unknown) => void;
  readonly crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };
}

// Browsers, Node and Electron all have these; this folder is compiled without any one host's types.
const host = globalThis as unknown as Host;

export const hostTimers: Timers = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = host.setTimeout(run, delayMs);
    return () => host.clearTimeout(timer);
  },
};

/** 128 random bits in hex. Not `randomUUID`: browsers withhold that from pages served over plain http. */
export function randomId(): string {
  const bytes = host.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
