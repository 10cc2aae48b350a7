import type { LinkEnd } from './mqtt-link.ts';

/** What to do after a link ended. */
export interface Reconnect {
  readonly delayMs: number;
  /** The broker gave our session to another client, or keeps acting as if. */
  readonly rival: 'certain' | 'suspected' | undefined;
}

interface Schedule {
  readonly firstMs: number;
  readonly maxMs: number;
}

const ordinary: Schedule = { firstMs: 1_000, maxMs: 30_000 };
/** Wrong credentials are not tried often: many brokers lock the account. */
const refused: Schedule = { firstMs: 15_000, maxMs: 300_000 };
/** Two programs with one client id throw each other out; the slower they come back, the less they disturb. */
const takenOver: Schedule = { firstMs: 30_000, maxMs: 300_000 };

/** A link that held this long was a good one: the next failure starts from the shortest delay again. */
const stableMs = 30_000;
/** MQTT 3.1.1 does not say why a link is closed; this many short ones in a row look like a rival. */
const rivalAfter = 4;
const shortMs = 90_000;

/** Decides how long to wait before the next attempt; randomness is handed in. */
export function createReconnectPolicy(random: () => number): { ended(end: LinkEnd): Reconnect } {
  let attempt = 0;
  let shortLinks = 0;
  return {
    ended(end) {
      if (end.upMs !== undefined && end.upMs >= stableMs) attempt = 0;
      const short = end.upMs !== undefined && end.upMs < shortMs && end.cause === 'closed';
      shortLinks = short ? shortLinks + 1 : 0;
      const rival =
        end.cause === 'taken-over' ? 'certain' : shortLinks >= rivalAfter ? 'suspected' : undefined;
      const schedule = end.cause === 'taken-over' ? takenOver : end.cause === 'refused' ? refused : ordinary;
      const full = Math.min(schedule.maxMs, schedule.firstMs * 2 ** Math.min(attempt, 20));
      attempt += 1;
      return { delayMs: Math.round(full * (0.5 + random() / 2)), rival };
    },
  };
}
