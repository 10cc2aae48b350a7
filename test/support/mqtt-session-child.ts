import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { systemClock } from '#engine/clock.ts';
import { createMqttSession } from '#engine/ingest/mqtt-session.ts';
import { silentLog } from '#engine/log.ts';

import { createJournal } from './journal.ts';

/** A console reduced to its session: commits to a journal, remembers its filters, and is killed by its test. */
const [, , url = '', journal = '', memory = ''] = process.argv;
const known = existsSync(memory) ? (JSON.parse(readFileSync(memory, 'utf8')) as string[]) : undefined;

createMqttSession({
  brokerId: 'broker-1',
  clientId: 'waymark-killed',
  url,
  filters: ['t/#'],
  accept: createJournal(journal, 5),
  clock: systemClock,
  log: silentLog,
  random: Math.random,
  previous: known === undefined ? undefined : { filters: known },
  onSubscribed(filters) {
    writeFileSync(memory, JSON.stringify(filters));
    if (filters.length > 0) process.send?.('subscribed');
  },
  onSessionLost: () => process.send?.('session lost'),
  onState() {},
}).start();
