/** Publishes on behalf of the bench from a process of its own. Argument: port and number of connections as JSON. */
import { mixedMessage } from './mixed-messages.ts';
import { connectPublisher } from './raw-publisher.ts';

interface Ask {
  readonly count: number;
  readonly perSecond: number;
}

const options = JSON.parse(process.argv[2] ?? '{}') as { port: number; connections: number };
const publisher = await connectPublisher({ ...options, window: 1000, messageOf: mixedMessage });
process.on('message', ({ count, perSecond }: Ask) => {
  void publisher.run(count, perSecond).then((run) => process.send?.(run));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
