import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { databasePath } from '#engine/store/open.ts';

import { startLinkedStation, statsOf } from '../bench/stations.ts';
import { connectFleet } from '../support/fleet-publisher.ts';
import { checkHistory, readHeld } from '../support/history-checker.ts';
import { recommendedSettings, startMosquitto, type Mosquitto } from '../support/mosquitto.ts';
import { startStation, type TestStation } from '../support/station.ts';
import { pause } from '../support/until.ts';
import { mustBalance, mustHold, secondsBetween, type Part, type PartRun } from './part.ts';

const perSecond = 400;
/** So often the station is killed, where there are five minutes or more. */
const leastKills = 50;
const leastKillsFrom = 300;
/** A round has a database of its own; longer, and the publisher's event times would fall behind and count as late. */
const roundSeconds = 60;
/** Of what a broker has in hand, so much is lost when it is killed with the settings we ask for. */
const lostPerBrokerKill = 100;
/** After so long without a message none is on its way: longer than a link needs to come back. */
const quietMs = 45_000;

interface Tally {
  messages: number;
  kills: number;
  restarts: number;
  lost: number;
  duplicates: number;
}

/** The station is killed again and again while messages arrive, the broker restarted in order in between. */
export const kills: Part = (run) => inRounds(run, 'SIGTERM');

/** The same with the broker killed as well: what it had acknowledged and not yet written may be lost, no more. */
export const brokerKills: Part = (run) => inRounds(run, 'SIGKILL');

async function inRounds(run: PartRun, signal: 'SIGTERM' | 'SIGKILL'): Promise<string> {
  const tally: Tally = { messages: 0, kills: 0, restarts: 0, lost: 0, duplicates: 0 };
  const end = performance.now() + run.seconds * 1000;
  const isWhole = signal === 'SIGTERM' && run.seconds >= leastKillsFrom;
  do {
    const left = Math.max(10, (end - performance.now()) / 1000);
    await round({ ...run, seconds: Math.min(roundSeconds, left) }, signal, tally);
  } while (performance.now() + 10_000 < end || (isWhole && tally.kills < leastKills));
  const { messages, kills: killed, restarts, lost, duplicates } = tally;
  return `${messages} messages, ${killed} kills, ${restarts} broker restarts (${signal}): ${lost} lost, ${duplicates} redelivered, none twice`;
}

async function round(run: PartRun, signal: 'SIGTERM' | 'SIGKILL', tally: Tally): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'waymark-soak-'));
  const broker = await startMosquitto([...recommendedSettings, 'log_type error']);
  try {
    let station = await startLinkedStation(broker, ['--data', dataDir]);
    const fleet = await connectFleet(broker.url, Date.now());
    const publishing = fleet.run(Math.round(run.seconds * perSecond), perSecond);
    let done = false;
    const published = publishing.finally(() => (done = true));
    const restarts = restartBroker(broker, signal, run, () => done);
    while (!done) {
      await Promise.race([published, pause(1000 * secondsBetween(run.random, 1, 6))]);
      await station.kill9();
      tally.kills += 1;
      station = await startStation(['--data', dataDir, '--broker', broker.url]);
    }
    const restarted = await restarts;
    await published;
    await fleet.close();
    tally.restarts += restarted;
    const allowed = signal === 'SIGKILL' ? restarted * lostPerBrokerKill : 0;
    await judge(station, dataDir, fleet.sent, allowed, tally);
  } finally {
    await broker.dispose();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** How often it did. */
async function restartBroker(
  broker: Mosquitto,
  signal: 'SIGTERM' | 'SIGKILL',
  { random }: PartRun,
  isOver: () => boolean,
): Promise<number> {
  let count = 0;
  for (;;) {
    const wakeAt = performance.now() + 1000 * secondsBetween(random, 4, 15);
    while (performance.now() < wakeAt && !isOver()) await pause(50);
    if (isOver()) return count;
    await broker.stop(signal);
    await pause(300 * random());
    await broker.start();
    count += 1;
  }
}

/** Until so many are stored, or nothing more comes. */
async function arrived(station: TestStation, messages: number): Promise<void> {
  let before = -1;
  for (;;) {
    const { received, stored } = (await statsOf(station)).ingest;
    if (stored >= messages || received === before) return;
    before = received;
    await pause(quietMs);
  }
}

async function judge(
  station: TestStation,
  dataDir: string,
  sent: Parameters<typeof checkHistory>[0],
  allowed: number,
  tally: Tally,
): Promise<void> {
  const acknowledged = sent.filter((message) => message.acknowledged).length;
  mustHold(acknowledged === sent.length, `the broker took only ${acknowledged} of ${sent.length} messages`);
  await arrived(station, sent.length - allowed);
  // What may still be on its way when less than everything is asked for.
  if (allowed > 0) await pause(3000);
  const { ingest, broker } = await statsOf(station);
  mustBalance(ingest);
  mustHold(
    ingest.quarantined + ingest.ignored + ingest.limited === 0,
    `not all were used: ${JSON.stringify(ingest)}`,
  );
  await station.stop();
  const { lost, twice, changed, phantom } = checkHistory(sent, readHeld(databasePath(dataDir)));
  const found = {
    twice: twice.length,
    changed: changed.length,
    phantom: phantom.length,
    ingest,
    link: broker.links[0],
  };
  mustHold(
    twice.length + changed.length + phantom.length === 0 && lost.length <= allowed,
    `the database differs: ${lost.length} lost of at most ${allowed}, ${JSON.stringify(found)}; first ${JSON.stringify([lost[0], twice[0], changed[0], phantom[0]])}`,
  );
  tally.messages += sent.length;
  tally.lost += lost.length;
  tally.duplicates += ingest.duplicate;
}
