import type { Settlement } from './ingest/settle.ts';
import type { Log } from './log.ts';
import type { Store } from './store/store.ts';

/** The books by day, device and topic. */
export function countAll(store: Store, time: number, settlements: readonly Settlement[]): void {
  for (const { outcome, messages, topic, deviceKeys, facts } of settlements) {
    if (topic === '') continue;
    const late = facts.some(({ quality }) => quality.includes('late'));
    for (const deviceKey of deviceKeys.length === 0 ? [0] : deviceKeys)
      store.tallies.add({ time, topic, deviceKey, outcome, late, count: messages });
  }
}

/** What cannot be written now is written with the next. */
export function writeTallies(store: Store, log: Log): void {
  try {
    store.tallies.flush();
    store.devices.flushHabits();
  } catch (error) {
    log.warn('the daily books wait for the database', { error: String(error) });
  }
}
