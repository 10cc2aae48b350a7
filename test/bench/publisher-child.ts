/**
 * Publishes on behalf of the bench from a process of its own. Argument as JSON: port, number of connections, and the
 * device all messages come from (of the mixed load, where none is named).
 */
import { messageOfOne, mixedMessage } from './mixed-messages.ts';
import { connectPublisher } from './raw-publisher.ts';

interface Ask {
  readonly count: number;
  readonly perSecond: number;
}

const options = JSON.parse(process.argv[2] ?? '{}') as {
  port: number;
  connections: number;
  device?: string;
};
const { port, connections, device } = options;
const messageOf = device === undefined ? mixedMessage : messageOfOne(device);
const publisher = await connectPublisher({ port, connections, window: 1000, messageOf });
process.on('message', ({ count, perSecond }: Ask) => {
  void publisher.run(count, perSecond).then((run) => process.send?.(run));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
