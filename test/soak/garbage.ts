import Database from 'better-sqlite3';
import mqtt, { type MqttClient } from 'mqtt';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { adapters } from '#engine/adapters/index.ts';
import { databasePath } from '#engine/store/open.ts';

import { quantile } from '../bench/figures.ts';
import { useOf } from '../bench/processes.ts';
import { statsOf } from '../bench/stations.ts';
import { mutate } from '../support/mutate.ts';
import { startStation, type TestStation } from '../support/station.ts';
import { pause } from '../support/until.ts';
import { mustBalance, mustHold, type Part, type PartRun } from './part.ts';

const rogues = 4;
/** A good device waits no longer for its acknowledgement while others send rubbish. */
const goodP99Ms = 500;
/** Memory is judged only where there was time for it to settle. */
const settlesAfterSeconds = 120;
const growthMb = 60;
/** So much is sent at least, whatever time it takes. */
const leastBytes = { usual: 200e6, full: 10e9 };
/** What a broker lets through at the most. */
const largest = 60_000;
/** A rogue waits for its acknowledgements when so many are out, as a device does. */
const mostInFlight = 50;

interface Retention {
  readonly quarantine: { readonly bytes: number; readonly capBytes: number; readonly counted: number };
}

interface Progress {
  messages: number;
  bytes: number;
}

/** Devices gone wrong, of every format, beside a good one. */
export const garbage: Part = async (run) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'waymark-soak-'));
  const station = await startStation(['--data', dataDir]);
  try {
    const end = performance.now() + run.seconds * 1000;
    const least = run.full ? leastBytes.full : leastBytes.usual;
    const sent: Progress = { messages: 0, bytes: 0 };
    const isOver = (): boolean => performance.now() >= end && sent.bytes >= least;
    const begin = performance.now();
    const memory: number[] = [];
    const watching = watchMemory(station, memory, isOver);
    const clients = await Promise.all(
      Array.from({ length: rogues }, (_, index) => connectRogue(station, index)),
    );
    const sending = clients.map((client) => sendGarbage(client, run, sent, isOver));
    const acknowledged = await sendGood(station, isOver);
    await Promise.all(sending);
    await watching;
    await Promise.all(clients.map((client) => client.endAsync(true)));
    await pause(500);
    const { ingest } = await statsOf(station);
    mustBalance(ingest);
    const { quarantine } = (await station.api<Retention>('GET', '/retention')).body;
    mustHold(
      quarantine.bytes <= quarantine.capBytes,
      `${quarantine.bytes} bytes are in quarantine, over the cap`,
    );
    await station.stop();
    const stored = goodReadings(databasePath(dataDir));
    mustHold(stored === acknowledged.length, `${stored} of ${acknowledged.length} good readings are stored`);
    const p99 = quantile(acknowledged, 0.99);
    mustHold(p99 <= goodP99Ms, `the good device waited ${Math.round(p99)} ms (p99) for its acknowledgement`);
    const grown = growthOf(memory);
    mustHold(
      performance.now() - begin < settlesAfterSeconds * 1000 || grown <= growthMb,
      `memory grew by ${Math.round(grown)} MB`,
    );
    return `${(sent.bytes / 1e6).toFixed(0)} MB in ${sent.messages} bad messages (${ingest.quarantined} refused, ${(quarantine.bytes / 1e6).toFixed(1)} MB of them kept, ${quarantine.counted} counted), ${stored} good ones stored, p99 ${Math.round(p99)} ms, memory over time ${courseOf(memory)} MB (+${Math.round(grown)} in the last third)`;
  } finally {
    await station.kill9();
    rmSync(dataDir, { recursive: true, force: true });
  }
};

async function connectRogue(station: TestStation, index: number): Promise<MqttClient> {
  const client = await mqtt.connectAsync(station.brokerUrl, {
    clientId: `rogue-${index}`,
    clean: true,
    reconnectPeriod: 100,
    queueQoSZero: false,
  });
  client.on('error', () => {});
  return client;
}

/** Documented messages with something wrong in each, many of them blown up; now and then one far too large. */
async function sendGarbage(
  client: MqttClient,
  run: PartRun,
  sent: Progress,
  isOver: () => boolean,
): Promise<void> {
  const { random } = run;
  const samples = adapters.flatMap((adapter) => adapter.samples);
  let inFlight = 0;
  while (!isOver()) {
    const sample = samples[Math.floor(random() * samples.length)]!;
    const bytes = Buffer.from(
      sample.payload ?? sample.payloadBase64 ?? '',
      sample.payload === undefined ? 'base64' : 'utf8',
    );
    // What is too large costs the connection: sent again at the next one, it would cost that one too.
    const isTooLarge = random() < 0.002;
    const bad = isTooLarge ? Buffer.alloc(200_000, 0x7b) : blownUp(mutate(bytes, random), run);
    sent.messages += 1;
    sent.bytes += bad.length;
    inFlight += 1;
    const qos = isTooLarge || sent.messages % 2 === 0 ? 0 : 1;
    client.publish(sample.topic, bad, { qos }, () => (inFlight -= 1));
    while ((inFlight >= mostInFlight || !client.connected) && !isOver()) await pause(2);
    if (sent.messages % 5 === 0) await pause(1);
  }
}

/** The same bytes with a long random tail: no two are alike. Ten gigabytes are made of the longest. */
function blownUp(bytes: Uint8Array, { random, full }: PartRun): Buffer {
  if (random() < (full ? 0.1 : 0.3)) return Buffer.from(bytes);
  const share = full ? 0.8 + 0.2 * random() : random();
  const tail = Buffer.alloc(Math.floor(share * (largest - bytes.length)), String(random()));
  return Buffer.concat([bytes, tail]);
}

/** How long each of a good device's readings waited for its acknowledgement, in milliseconds. */
async function sendGood(station: TestStation, isOver: () => boolean): Promise<number[]> {
  const client = await mqtt.connectAsync(station.brokerUrl, { clientId: 'good', clean: true });
  const waits: number[] = [];
  for (let seq = 0; !isOver(); seq += 1) {
    const payload = JSON.stringify({
      time: new Date().toISOString(),
      boot: 'a',
      seq,
      temperatureC: seq % 30,
    });
    const begin = performance.now();
    await client.publishAsync('waymark/v1/GOOD/STEADY/reading', payload, { qos: 1 });
    waits.push(performance.now() - begin);
    await pause(100);
  }
  await client.endAsync();
  return waits;
}

async function watchMemory(station: TestStation, samples: number[], isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const use = useOf(station.pid);
    if (use !== undefined) samples.push(use.rssMb);
    await pause(1000);
  }
}

/** How much more the last third held than the one before. */
function growthOf(samples: readonly number[]): number {
  const third = Math.floor(samples.length / 3);
  if (third === 0) return 0;
  return quantile(samples.slice(-third), 0.5) - quantile(samples.slice(-2 * third, -third), 0.5);
}

/** What was held in each tenth of the time. */
function courseOf(samples: readonly number[]): string {
  const part = Math.max(1, Math.ceil(samples.length / 10));
  const medians: string[] = [];
  for (let from = 0; from < samples.length; from += part)
    medians.push(quantile(samples.slice(from, from + part), 0.5).toFixed(0));
  return medians.join(', ');
}

function goodReadings(path: string): number {
  const db = new Database(path, { readonly: true });
  try {
    const count = db.prepare(
      `SELECT count(*) FROM readings WHERE quality = 0 AND series_key IN
         (SELECT series_key FROM series JOIN devices USING (device_key) WHERE device_id = 'STEADY')`,
    );
    return Number(count.pluck().get());
  } finally {
    db.close();
  }
}
