import Database from 'better-sqlite3';
import { join } from 'node:path';

import type { EngineClient } from '#shared/contract/client.ts';

import type { TestStation } from '../support/station.ts';
import { atMost, quantile, type Figure } from './figures.ts';
import { postMixedOrders } from './orders.ts';
import { connectPage } from './page-client.ts';
import { startPublisher, useOf } from './processes.ts';
import { committed, startBenchBroker, startLinkedStation } from './stations.ts';

const perSecond = 1000;
const warmUpSeconds = 5;
const lookEveryMs = 2;

/** Steady load: how long from a device's clock to the disk, and to a page. */
export async function measureLatency(seconds: number, say: (line: string) => void): Promise<Figure[]> {
  say(`${perSecond} messages a second: to the disk and to a page`);
  const broker = await startBenchBroker();
  const station = await startLinkedStation(broker);
  const publisher = await startPublisher(broker.port);
  const page = connectPage(station);
  try {
    await postMixedOrders(station);
    const visible = watchPage(page);
    await publisher.publish(perSecond * warmUpSeconds, perSecond);
    const disk = watchDisk(station);
    visible.length = 0;
    const before = useOf(station.pid);
    const begin = performance.now();
    await publisher.publish(perSecond * seconds, perSecond);
    await committed(station, perSecond * (warmUpSeconds + seconds));
    const elapsedS = (performance.now() - begin) / 1000;
    const after = useOf(station.pid);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const cores = before && after && (after.cpuS - before.cpuS) / elapsedS;
    return figuresOf({ disk: disk.stop(), visible, cores });
  } finally {
    page.close();
    await publisher.end();
    await station.stop();
    await broker.dispose();
  }
}

interface Measured {
  readonly disk: readonly number[];
  readonly visible: readonly number[];
  readonly cores: number | undefined;
}

function figuresOf({ disk, visible, cores }: Measured): Figure[] {
  const section = `${perSecond} msg/s`;
  const ms = (name: string, value: number, target?: number): Figure => ({
    section,
    name,
    value,
    unit: 'ms',
    ...(target === undefined ? {} : { target: atMost(target) }),
  });
  return [
    ms('publish to committed, p50', quantile(disk, 0.5)),
    ms('publish to committed, p99', quantile(disk, 0.99), 25),
    ms('publish to visible in a page, p50', quantile(visible, 0.5)),
    ms('publish to visible in a page, p99', quantile(visible, 0.99), 250),
    ...(cores === undefined
      ? []
      : [{ section, name: 'CPU', value: cores, unit: 'cores', target: atMost(0.2) }]),
  ];
}

/** Looks at the database from outside, as soon and as often as can be without being what is measured. */
function watchDisk(station: TestStation): { stop(): readonly number[] } {
  const db = new Database(join(station.dataDir, 'waymark.db'), { readonly: true });
  const newest = db.prepare<[], number | null>('SELECT max(message_key) FROM messages').pluck();
  const since = db.prepare<[number], { key: number; payload: Buffer }>(
    'SELECT message_key AS key, payload FROM messages WHERE message_key > ? ORDER BY message_key',
  );
  const ages: number[] = [];
  let last = newest.get() ?? 0;
  const timer = setInterval(() => {
    const rows = since.all(last);
    const now = Date.now();
    for (const { key, payload } of rows) {
      last = key;
      ages.push(now - Date.parse((JSON.parse(payload.toString()) as { time: string }).time));
    }
  }, lookEveryMs);
  return {
    stop() {
      clearInterval(timer);
      db.close();
      return ages;
    },
  };
}

/** The age of every row at the moment a page has it. */
function watchPage(page: EngineClient): number[] {
  const ages: number[] = [];
  const note = (time: string | undefined): void => {
    if (time !== undefined) ages.push(Date.now() - Date.parse(time));
  };
  page.subscribe(
    'vehicles.live',
    {},
    changed((row) => note(row.position?.time)),
  );
  page.subscribe(
    'sensors.live',
    {},
    changed((row) => note(row.time)),
  );
  page.subscribe('scans.tail', {}, ({ rows, reset }) => {
    if (!reset) for (const row of rows) note(row.time);
  });
  return ages;
}

/** Calls back for each row that is another object than in the frame before. */
function changed<Row>(note: (row: Row) => void) {
  let before: ReadonlyMap<string, Row> | undefined;
  return ({ rows }: { readonly rows: ReadonlyMap<string, Row> }): void => {
    for (const [key, row] of rows) if (before !== undefined && before.get(key) !== row) note(row);
    before = rows;
  };
}
