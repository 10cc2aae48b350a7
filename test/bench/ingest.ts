import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startStation, type TestStation } from '../support/station.ts';
import { atLeast, atMost, type Figure } from './figures.ts';
import { databasePath } from '#engine/store/open.ts';

import { startChild, startPublisher, useOf } from './processes.ts';
import { postMixedOrders } from './orders.ts';
import { measureStorage } from './storage.ts';
import { committed, startBenchBroker, startLinkedStation } from './stations.ts';

/** So much goes through first: until then the compiler of the language is what is measured. */
const warmUp = 20_000;
const commitEachMessages = 5_000;
const backlogMessages = 100_000;

interface Rate {
  readonly perSecond: number;
  /** CPU seconds per million messages of the receiving process; undefined where the system does not tell. */
  readonly cpuPerMillion: number | undefined;
  readonly rssMb: number | undefined;
}

interface Receiver {
  readonly pid: number;
  /** Resolves with the wall time at which this many more have been taken in; call it before they are sent. */
  expect(messages: number): Promise<{ readonly done: Promise<number> }>;
}

async function measure(receiver: Receiver, port: number, messages: number, lanes = 1): Promise<Rate> {
  const publisher = await startPublisher(port, lanes);
  try {
    const round = async (count: number): Promise<number> => {
      const { done } = await receiver.expect(count);
      const { startTime } = await publisher.publish(count);
      return (await done) - startTime;
    };
    await round(Math.min(warmUp, messages));
    const before = useOf(receiver.pid);
    const elapsedMs = await round(messages);
    const after = useOf(receiver.pid);
    return {
      perSecond: messages / (elapsedMs / 1000),
      cpuPerMillion: before && after && ((after.cpuS - before.cpuS) / messages) * 1e6,
      rssMb: after?.rssMb,
    };
  } finally {
    await publisher.end();
  }
}

async function measureChild(mode: string, messages: number): Promise<Rate> {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-bench-'));
  const broker = mode === 'aedes' ? undefined : await startBenchBroker();
  const child = await startChild('receiver-child.ts', { mode, port: broker?.port ?? 0, folder });
  try {
    const { port } = child.ready as { readonly port: number };
    const receiver: Receiver = {
      pid: child.pid,
      async expect(count) {
        await child.ask({ expect: count });
        return { done: child.hear().then((said) => (said as { readonly at: number }).at) };
      },
    };
    return await measure(receiver, port, messages, mode === 'aedes' ? embeddedLanes : 1);
  } finally {
    await child.end();
    await broker?.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Devices have a connection each; twenty are enough for the broker not to wait for one of them. */
const embeddedLanes = 20;

function receiverOf(station: TestStation): Receiver {
  let total = 0;
  return {
    pid: station.pid,
    expect(messages) {
      total += messages;
      const until = total;
      return Promise.resolve({ done: Promise.resolve().then(() => committed(station, until)) });
    },
  };
}

interface StationRun {
  readonly rate: Rate;
  readonly disk: readonly Figure[];
}

async function measureStation(kind: 'external' | 'embedded', messages: number): Promise<StationRun> {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-bench-'));
  const broker = kind === 'external' ? await startBenchBroker() : undefined;
  const data = ['--data', folder];
  const station = broker === undefined ? await startStation(data) : await startLinkedStation(broker, data);
  try {
    await postMixedOrders(station);
    const port = broker?.port ?? Number(new URL(station.brokerUrl).port);
    const rate = await measure(receiverOf(station), port, messages, broker === undefined ? embeddedLanes : 1);
    await station.stop();
    return { rate, disk: measureStorage(databasePath(folder)) };
  } finally {
    await station.kill9();
    await broker?.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What waited at the broker while the station was away, from its start to the last commit. */
async function measureDrain(): Promise<{ readonly seconds: number; readonly startS: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-bench-'));
  const broker = await startBenchBroker();
  try {
    const first = await startLinkedStation(broker, ['--data', folder]);
    await first.stop();
    const publisher = await startPublisher(broker.port);
    await publisher.publish(backlogMessages);
    await publisher.end();
    const begin = performance.now();
    const station = await startLinkedStation(broker, ['--data', folder]);
    const up = performance.now();
    await committed(station, backlogMessages);
    const end = performance.now();
    await station.stop();
    return { seconds: (end - up) / 1000, startS: (up - begin) / 1000 };
  } finally {
    await broker.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Burst ingest through an external and through the embedded broker, beside what is possible and what is usual. */
export async function measureIngest(messages: number, say: (line: string) => void): Promise<Figure[]> {
  say('external broker: a client that does nothing');
  const limit = await measureChild('nothing', messages);
  say('external broker: the station');
  const { rate: external, disk } = await measureStation('external', messages);
  say('external broker: parse and commit in batches');
  const batched = await measureChild('commit-batched', messages);
  say('external broker: parse and commit each');
  const each = await measureChild('commit-each', Math.min(messages, commitEachMessages));
  say('embedded broker: aedes that does nothing');
  const aedes = await measureChild('aedes', messages);
  say('embedded broker: the station');
  const { rate: embedded } = await measureStation('embedded', messages);
  say(`external broker: a backlog of ${backlogMessages}`);
  const drain = await measureDrain();
  return [
    ...externalFigures({ limit, external, batched, each }),
    ...embeddedFigures(aedes, embedded),
    {
      section: 'ingest',
      name: `drain of a backlog of ${backlogMessages.toLocaleString('en-US')}`,
      value: drain.seconds,
      unit: 's',
      target: atMost(10),
      note: `after ${drain.startS.toFixed(1)} s for the start`,
    },
    ...disk,
  ];
}

function externalFigures(rates: Readonly<Record<'limit' | 'external' | 'batched' | 'each', Rate>>): Figure[] {
  const section = 'external broker';
  const { limit, external, batched, each } = rates;
  const rate = (name: string, value: Rate, note: string): Figure => ({
    section,
    name,
    value: value.perSecond,
    unit: 'msg/s',
    note,
  });
  return [
    rate('limit: mqtt.js that does nothing', limit, costs(limit)),
    rate('Waymark, committed with FULL before the PUBACK', external, costs(external)),
    rate('peer: parse, commit in batches, NORMAL', batched, `${costs(batched)}; acknowledges before commit`),
    rate('peer: parse, commit each', each, costs(each)),
    {
      section,
      name: 'Waymark / limit',
      value: external.perSecond / limit.perSecond,
      unit: 'x',
      target: atLeast(0.7),
    },
    {
      section,
      name: 'Waymark / peer in batches',
      value: external.perSecond / batched.perSecond,
      unit: 'x',
    },
    { section, name: 'Waymark / peer, each', value: external.perSecond / each.perSecond, unit: 'x' },
    ...useFigures(section, external),
  ];
}

function embeddedFigures(aedes: Rate, embedded: Rate): Figure[] {
  const section = 'embedded broker';
  return [
    {
      section,
      name: 'limit: aedes that does nothing',
      value: aedes.perSecond,
      unit: 'msg/s',
      note: costs(aedes),
    },
    {
      section,
      name: 'Waymark, acknowledged after commit',
      value: embedded.perSecond,
      unit: 'msg/s',
      note: costs(embedded),
    },
    {
      section,
      name: 'Waymark / limit',
      value: embedded.perSecond / aedes.perSecond,
      unit: 'x',
      target: atLeast(0.4),
    },
  ];
}

function useFigures(section: string, { cpuPerMillion, rssMb }: Rate): Figure[] {
  if (cpuPerMillion === undefined || rssMb === undefined) return [];
  return [
    { section, name: 'CPU seconds per 1 M messages', value: cpuPerMillion, unit: 's', target: atMost(45) },
    { section, name: 'RSS at the end', value: rssMb, unit: 'MB', target: atMost(300) },
  ];
}

function costs({ cpuPerMillion }: Rate): string {
  return cpuPerMillion === undefined ? '' : `${cpuPerMillion.toFixed(1)} CPU s per 1 M`;
}
