/**
 * The long battery: every simulator fault by itself against the truth, and rounds of kills under load whose history
 * is checked, for as long as asked (`--minutes N`, 30 by default). One line per part; fails when one does.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { connectFleet } from '../support/fleet-publisher.ts';
import { checkHistory, readHeld } from '../support/history-checker.ts';
import { recommendedSettings, startMosquitto } from '../support/mosquitto.ts';
import { startStation } from '../support/station.ts';
import { everyFault, runTruth } from '../support/truth-run.ts';
import { pause, until } from '../support/until.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' } },
});
const endMs = performance.now() + Number(values.minutes) * 60_000;
let failures = 0;

function report(part: string, problems: readonly string[]): void {
  if (problems.length > 0) failures += 1;
  const verdict = problems.length === 0 ? 'ok' : `FAILED: ${problems.slice(0, 5).join('; ')}`;
  process.stdout.write(`${part}: ${verdict}\n`);
}

/** Messages at 500/s through an external broker, the station killed and the broker restarted at odd moments. */
async function killRound(round: number): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'waymark-soak-'));
  const broker = await startMosquitto(recommendedSettings);
  const start = async () => await startStation(['--data', dataDir, '--broker', broker.url]);
  let station = await start();
  const fleet = await connectFleet(broker.url, Date.now());
  const messages = 10_000;
  const publishing = fleet.run(messages, 500);
  for (let kill = 0; kill < 5; kill += 1) {
    await pause(1500 + ((round * 7919 + kill * 104_729) % 2000));
    await station.kill9();
    station = await start();
  }
  await publishing;
  await fleet.close();
  const stored = async (): Promise<number> =>
    (await station.api<{ ingest: { stored: number } }>('GET', '/stats')).body.ingest.stored;
  await until('everything has arrived', async () => (await stored()) >= messages, 120_000);
  await station.stop();
  await broker.dispose();
  const verdict = checkHistory(fleet.sent, readHeld(join(dataDir, 'waymark.db')));
  rmSync(dataDir, { recursive: true, force: true });
  report(
    `kills under load, round ${round}`,
    Object.entries(verdict).flatMap(([kind, ids]) => (ids.length === 0 ? [] : [`${ids.length} ${kind}`])),
  );
}

async function part(name: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    report(name, [error instanceof Error ? error.message : String(error)]);
  }
}

for (let round = 1; performance.now() < endMs || round === 1; round += 1) {
  await part('kills under load', async () => await killRound(round));
  for (const faults of everyFault) {
    if (performance.now() >= endMs) break;
    const seed = Number(values.seed) + round - 1;
    await part(faults, async () =>
      report(`${faults}, seed ${seed}`, (await runTruth({ seed, hours: 10, faults })).differences),
    );
  }
}
process.stdout.write(failures === 0 ? 'all parts passed\n' : `${failures} parts failed\n`);
process.exit(failures === 0 ? 0 : 1);
