import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startPublisher } from '../bench/processes.ts';
import { committed, startLinkedStation, statsOf } from '../bench/stations.ts';
import { recommendedSettings, startMosquitto } from '../support/mosquitto.ts';
import { runProgram, startStation, type TestStation } from '../support/station.ts';
import { until } from '../support/until.ts';
import { mustBalance, mustHold, type Part } from './part.ts';

const perSecond = 400;

interface Links {
  readonly broker: { readonly links: readonly { readonly link: string; readonly problem?: string }[] };
}

/** Two consoles at one broker each get everything; two on one folder, or on copies of one, are told. */
export const secondConsole: Part = async ({ seconds }) => {
  const folders = ['a', 'b', 'copy'].map(() => mkdtempSync(join(tmpdir(), 'waymark-soak-')));
  const [one = '', two = '', copy = ''] = folders;
  const broker = await startMosquitto([...recommendedSettings, 'log_type error']);
  const stations: TestStation[] = [];
  const start = async (folder: string): Promise<TestStation> => {
    const station = await startLinkedStation(broker, ['--data', folder]);
    stations.push(station);
    return station;
  };
  try {
    const first = await start(one);
    const second = await start(two);
    const publisher = await startPublisher(broker.port);
    const messages = Math.max(1000, Math.round((perSecond * seconds) / 2));
    const publishing = publisher.publish(messages, perSecond);
    await first.kill9();
    await mustBeRefused(two);
    const again = await start(one);
    await publishing;
    for (const station of [again, second]) {
      await committed(station, messages);
      mustBalance((await statsOf(station)).ingest);
    }
    await second.stop();
    await again.stop();
    const rivals = await meetCopy({ broker: broker.url, one, copy, stations });
    const last = await start(one);
    const before = (await statsOf(last)).ingest.stored;
    await publisher.publish(200, perSecond);
    await committed(last, before + 200);
    await publisher.end();
    return `${messages} messages at both consoles; a second start on a folder is refused; ${rivals}`;
  } finally {
    await Promise.all(stations.map((station) => station.kill9()));
    await broker.dispose();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
};

async function mustBeRefused(folder: string): Promise<void> {
  const run = runProgram(['--station', '--no-open', '--no-build', '--port', '0', '--data', folder]);
  const { code } = await run.ended;
  mustHold(
    code === 3 && run.output.stderr.includes('Another Waymark runs'),
    `a second start on one folder ended with ${String(code)}: ${run.output.stderr}`,
  );
}

/** Both have the same client id, so each takes the broker's session from the other. */
async function meetCopy(of: {
  readonly broker: string;
  readonly one: string;
  readonly copy: string;
  readonly stations: TestStation[];
}): Promise<string> {
  cpSync(of.one, of.copy, { recursive: true });
  const pair: TestStation[] = [];
  for (const folder of [of.one, of.copy]) {
    const station = await startStation(['--data', folder, '--broker', of.broker]);
    pair.push(station);
    of.stations.push(station);
  }
  const problems = async (): Promise<string[]> => {
    const states = await Promise.all(pair.map((station) => station.api<Links>('GET', '/stats')));
    return states.map(({ body }) => body.broker.links[0]?.problem ?? '');
  };
  await until(
    'both say that another uses their client id',
    async () => (await problems()).every((problem) => problem.includes('same client id')),
    60_000,
  );
  for (const station of pair) await station.stop();
  return 'a copied folder is told on both sides';
}
