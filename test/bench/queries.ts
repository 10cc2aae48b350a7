import { systemClock } from '#engine/clock.ts';
import type { Engine, Session } from '#engine/api.ts';
import { createEngine } from '#engine/engine.ts';
import { frameText } from '#engine/live/frame-text.ts';
import { silentLog } from '#engine/log.ts';
import type { ClientMessage, ServerMessage } from '#shared/contract/wire.ts';

import { atMost, quantile, type Figure } from './figures.ts';
import { readingDays, readingDeviceId, readingDevices, readingsFolder } from './readings-database.ts';

export const owner: Session = { role: 'owner', actor: 'owner' };
const dayMs = 86_400_000;
const rounds = 60;

/** What a page asks for, of the engine itself, over a database of a season's readings. */
export async function measureQueries(readings: number, say: (line: string) => void): Promise<Figure[]> {
  const dataDir = readingsFolder(readings, say);
  say(`queries over ${readings.toLocaleString('en-US')} readings`);
  const engine = createEngine({
    dataDir,
    version: 'bench',
    clock: systemClock,
    log: silentLog,
    timeZone: 'UTC',
    brokers: [],
    brokerPort: 0,
    brokerPortMayMove: true,
    demo: false,
  });
  const begin = performance.now();
  await engine.start();
  const startMs = performance.now() - begin;
  try {
    const end = await lastEventTime(engine);
    const latest = await timed(rounds, () => latestOfAll(engine));
    const day = await timed(rounds, (round) => series(engine, round, end - dayMs, end));
    const season = await timed(rounds, (round) => series(engine, round, end - readingDays * dayMs, end));
    const section = `${(readings / 1e6).toLocaleString('en-US')} M readings`;
    return [
      { section, name: 'engine start', value: startMs, unit: 'ms' },
      ...queryFigures(section, `latest of all ${readingDevices} devices`, latest, 2),
      ...queryFigures(section, 'one device, 24 h raw', day, 5),
      ...queryFigures(section, 'one device, 90 days to 1,000 points', season, 10),
    ];
  } finally {
    await engine.stop();
  }
}

async function lastEventTime(engine: Engine): Promise<number> {
  const { items } = await engine.request('devices.list', {}, owner);
  const times = items.map((device) => Date.parse(device.lastEventTime ?? ''));
  return Math.max(...times.filter(Number.isFinite));
}

export interface Timed {
  readonly first: number;
  readonly warm: readonly number[];
  /** Rows the last answer was made of. */
  readonly rows: number;
}

export async function timed(count: number, run: (round: number) => number | Promise<number>): Promise<Timed> {
  const durations: number[] = [];
  let rows = 0;
  for (let round = 0; round < count; round += 1) {
    const begin = performance.now();
    rows = await run(round);
    durations.push(performance.now() - begin);
    await new Promise((resolve) => setImmediate(resolve));
  }
  // The compiler needs a few rounds; the first is what somebody waits for after the start.
  return { first: durations[0] ?? Number.NaN, warm: durations.slice(count / 6), rows };
}

function queryFigures(section: string, name: string, { first, warm, rows }: Timed, target: number): Figure[] {
  return [
    {
      section,
      name: `${name}, p95`,
      value: quantile(warm, 0.95),
      unit: 'ms',
      target: atMost(target),
      note: `p50 ${quantile(warm, 0.5).toFixed(2)} ms, the first ${first.toFixed(1)} ms; ${rows.toLocaleString('en-US')} rows`,
    },
  ];
}

async function series(engine: Engine, round: number, from: number, to: number): Promise<number> {
  const answer = await engine.request(
    'readings.series',
    {
      // Not the same one again: its pages would be all there is in the cache.
      deviceId: readingDeviceId(1 + ((round * 37) % readingDevices)),
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      points: 1000,
    },
    owner,
  );
  return answer.count;
}

/** What a sensor screen gets when it opens: the snapshot of a subscription. */
function latestOfAll(engine: Engine): Promise<number> {
  return new Promise((resolve, reject) => {
    let send: (message: ClientMessage) => void = () => {};
    let closed = (): void => {};
    const take = (message: ServerMessage): void => {
      if (message.type === 'end' || message.type === 'error') reject(new Error('the subscription ended'));
      if (message.type !== 'snapshot') return;
      // As the transport of a page does.
      frameText(message);
      closed();
      resolve(message.rows.length);
    };
    engine.connect(
      {
        post: take,
        onMessage: (listener) => (send = listener),
        onClose: (listener) => (closed = listener),
        close: () => {},
      },
      owner,
    );
    send({ type: 'subscribe', id: 1, name: 'sensors.live', params: {} });
  });
}
