/**
 * The long battery: what faults do over time, each part a line. Ends with 1 when a part has failed. A failed part is
 * run again alone with `--only NAME --seed N`.
 */
import { parseArgs } from 'node:util';

import { randomFrom } from '../support/mutate.ts';
import { hasMosquitto } from '../support/mosquitto.ts';
import { everyFault } from '../support/truth-run.ts';
import { alarmLife } from './alarm-life.ts';
import { faultPart } from './faults.ts';
import { garbage } from './garbage.ts';
import { invariance } from './invariance.ts';
import { judgedParts } from './judging.ts';
import { brokerKills, kills } from './kills.ts';
import { limits } from './limits.ts';
import { mutated } from './mutations.ts';
import { nothingWrong } from './nothing-wrong.ts';
import type { Part } from './part.ts';
import { plain } from './plain.ts';
import { secondConsole } from './second-console.ts';
import { slowPage } from './slow-page.ts';

interface Listed {
  readonly name: string;
  readonly part: Part;
  /** Of the time there is. */
  readonly share: number;
}

const faults = everyFault.map((fault): Listed => ({
  name: `fault ${fault}`,
  part: faultPart(fault),
  share: 0.01,
}));
const judged = judgedParts.map(({ name, part }): Listed => ({
  name,
  part,
  share: name === 'judge all' ? 0.1 : 0.012,
}));
const parts: readonly Listed[] = [
  { name: 'kills', part: kills, share: 0.35 },
  { name: 'broker-kills', part: brokerKills, share: 0.1 },
  ...faults,
  { name: 'alarm-life', part: alarmLife, share: 0.01 },
  { name: 'limits', part: limits, share: 0.05 },
  { name: 'invariance', part: invariance, share: 0.05 },
  ...judged,
  { name: 'nothing wrong', part: nothingWrong, share: 0.03 },
  { name: 'plain operations', part: plain, share: 0.05 },
  { name: 'mutations', part: mutated, share: 0.1 },
  { name: 'garbage', part: garbage, share: 0.15 },
  { name: 'slow-page', part: slowPage, share: 0.1 },
  { name: 'second-console', part: secondConsole, share: 0.05 },
];

const usage = `npm run soak -- [options]
  --minutes N    about how long all parts take together, 30
  --only PART    a part, or the beginning of the names of some; repeatable
  --full         10 GB of garbage instead of 200 MB, 10,000 orders with nothing wrong, however long that takes
  --seed N       what happens when follows from it; printed at the start
Parts: ${parts.map(({ name }) => name).join(', ')}
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '30' },
      only: { type: 'string', multiple: true },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      full: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const minutes = Number(values.minutes);
  const seed = Number(values.seed);
  const wanted = parts.filter(({ name }) => values.only?.some((start) => name.startsWith(start)) ?? true);
  if (values.help || wanted.length === 0 || !(minutes > 0) || !Number.isSafeInteger(seed)) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  if (!hasMosquitto) {
    process.stderr.write('The broker mosquitto is not installed; most of this battery needs it.\n');
    return 2;
  }
  process.stdout.write(`${minutes} minutes, seed ${seed}\n`);
  const shares = wanted.reduce((sum, { share }) => sum + share, 0);
  let failed = 0;
  for (const { name, part, share } of wanted) {
    const seconds = (minutes * 60 * share) / shares;
    if (!(await runPart(name, part, { seconds, seed, full: values.full, random: randomFrom(seed) })))
      failed += 1;
  }
  process.stdout.write(`${wanted.length - failed} of ${wanted.length} parts passed\n`);
  return failed === 0 ? 0 : 1;
}

async function runPart(name: string, part: Part, run: Parameters<Part>[0]): Promise<boolean> {
  const begin = performance.now();
  const line = (verdict: string, text: string): void => {
    const seconds = ((performance.now() - begin) / 1000).toFixed(0);
    process.stdout.write(`${verdict}  ${name.padEnd(22)} ${seconds.padStart(5)} s  ${text}\n`);
  };
  try {
    line('ok  ', await part(run));
    return true;
  } catch (error) {
    line('FAIL', error instanceof Error ? error.message : String(error));
    return false;
  }
}

process.exit(await main());
