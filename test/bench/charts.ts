import { systemClock } from '#engine/clock.ts';
import type { Engine } from '#engine/api.ts';
import { createEngine } from '#engine/engine.ts';
import { silentLog } from '#engine/log.ts';
import { openStore } from '#engine/store/store.ts';

import { atMost, quantile, type Figure } from './figures.ts';
import { owner, timed } from './queries.ts';
import { readingDays, readingDeviceId, readingsFolder } from './readings-database.ts';

const dayMs = 86_400_000;
const rounds = 30;
const targetMs = 200;
/** As many as a chart asks for at the most. */
const chartPoints = 1000;

/** One sensor that said all of it, calibrated twice meanwhile: what each view of its chart takes in the engine. */
export async function measureCharts(points: number, say: (line: string) => void): Promise<Figure[]> {
  const dataDir = readingsFolder(points, say, 1);
  calibrate(dataDir);
  say(`one chart of ${points.toLocaleString('en-US')} points`);
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
  await engine.start();
  try {
    const { items } = await engine.request('devices.list', {}, owner);
    const end = Date.parse(items[0]?.lastEventTime ?? '');
    const everyMs = (readingDays * dayMs) / points;
    const views = [
      ['90 days', readingDays * dayMs],
      ['7 days', 7 * dayMs],
      ['24 h', dayMs],
      ['raw, every reading', (chartPoints - 1) * everyMs],
    ] as const;
    const figures: Figure[] = [];
    for (const [name, lengthMs] of views)
      figures.push(await measureView(engine, name, { end, lengthMs, points }));
    return figures;
  } finally {
    await engine.stop();
  }
}

/** Before the engine runs: what is entered later would have it judge everything again. */
function calibrate(dataDir: string): void {
  const store = openStore({ dataDir, clock: systemClock, log: silentLog });
  for (const [calibrationId, daysAgo, offset] of [
    ['first', 400, 0.2],
    ['second', readingDays / 2 + 0.1234, -0.3],
  ] as const)
    store.calibrations.put({
      calibrationId,
      deviceId: readingDeviceId(1),
      channel: '',
      quantity: 'Temperature',
      offset,
      validFrom: Date.now() - daysAgo * dayMs,
    });
  store.close();
}

interface View {
  readonly end: number;
  readonly lengthMs: number;
  readonly points: number;
}

async function measureView(engine: Engine, name: string, { end, lengthMs, points }: View): Promise<Figure> {
  let drawn = 0;
  const { first, warm, rows } = await timed(rounds, async (round) => {
    // Not the same range again, and its ends on no edge of a rollup.
    const to = end - round * 3_723_457 * (lengthMs < dayMs ? 1 : 0.1);
    const answer = await engine.request(
      'readings.series',
      {
        deviceId: readingDeviceId(1),
        from: new Date(to - lengthMs).toISOString(),
        to: new Date(to).toISOString(),
        points: chartPoints,
      },
      owner,
    );
    drawn = answer.points.length;
    return answer.count;
  });
  return {
    section: `chart of ${(points / 1e6).toLocaleString('en-US')} M points`,
    name: `${name}, p95`,
    value: quantile(warm, 0.95),
    unit: 'ms',
    target: atMost(targetMs),
    note: `p50 ${quantile(warm, 0.5).toFixed(1)} ms, the first ${first.toFixed(1)} ms; ${drawn} points of ${rows.toLocaleString('en-US')}`,
  };
}
