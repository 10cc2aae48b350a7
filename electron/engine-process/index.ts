import { messagePortTransport } from '#shared/contract/message-port-transport.ts';
import { createEngine } from '#engine/engine.ts';
import { systemClock } from '#engine/clock.ts';
import { silentLog } from '#engine/log.ts';

const engine = createEngine({
  dataDir: process.argv[2] ?? '',
  version: '0.1.0',
  clock: systemClock,
  log: silentLog,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  brokers: [],
  brokerPort: 1883,
  brokerPortMayMove: true,
  demo: false,
});
const started = engine.start();
process.parentPort.on('message', ({ ports }) => {
  const port = ports[0];
  if (port !== undefined)
    void started.then(() => engine.connect(messagePortTransport(port), { role: 'owner', actor: 'owner' }));
});
