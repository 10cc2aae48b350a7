import { systemClock } from '#engine/clock.ts';
import { createEmbeddedBroker } from '#engine/ingest/embedded-broker.ts';
import { silentLog } from '#engine/log.ts';

import { createJournal } from './journal.ts';

/** A site's own broker in a process that its test kills, or asks to stop and then to end by itself. */
const [, , dir = '', journal = '', port = '0'] = process.argv;

const broker = createEmbeddedBroker({
  brokerId: 'embedded',
  port: Number(port),
  mayMove: false,
  dir,
  filters: ['t/#'],
  accept: createJournal(journal, 5),
  clock: systemClock,
  log: silentLog,
  onState() {},
});

process.once('message', () => {
  process.disconnect();
  // Nothing else may keep the process alive now; a handle left open makes the test wait in vain.
  void broker.stop();
});

const listening = await broker.start();
process.send?.(listening.port);
