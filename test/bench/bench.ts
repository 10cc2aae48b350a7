/**
 * Measures what the product does beside what is possible and what is usual, all in one run on one machine: only the
 * ratios mean something elsewhere. `--full` takes long: a million messages, twenty million readings, ten million in one chart, a million orders.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

import { measureCharts } from './charts.ts';
import { measureEta } from './eta-figures.ts';
import { tableOf, isHit, type Figure } from './figures.ts';
import { measureFlood } from './flood.ts';
import { measureIngest } from './ingest.ts';
import { measureLatency } from './latency.ts';
import { measureLookUp } from './look-up-figures.ts';
import { measureOrders } from './order-figures.ts';
import { measureQueries } from './queries.ts';
import { measureVerdicts } from './verdicts.ts';
import { measureCadences } from './storage.ts';

const sizes = {
  usual: {
    messages: 100_000,
    seconds: 12,
    readings: 2_000_000,
    chartPoints: 1_000_000,
    orders: 120_000,
    lookUpOrders: 50_000,
    scanSeconds: 8,
  },
  full: {
    messages: 1_000_000,
    seconds: 60,
    readings: 20_000_000,
    chartPoints: 10_000_000,
    orders: 1_000_000,
    lookUpOrders: 1_000_000,
    scanSeconds: 30,
  },
};
type Size = (typeof sizes)['usual'];

const parts: Readonly<Record<string, (size: Size, say: (line: string) => void) => Promise<Figure[]>>> = {
  ingest: ({ messages }, say) => measureIngest(messages, say),
  disk: (_size, say) => Promise.resolve(measureCadences(say)),
  latency: ({ seconds }, say) => measureLatency(seconds, say),
  flood: (_size, say) => measureFlood(say),
  queries: ({ readings }, say) => measureQueries(readings, say),
  charts: ({ chartPoints }, say) => measureCharts(chartPoints, say),
  'look-up': async ({ lookUpOrders }, say) => await Promise.resolve(measureLookUp(lookUpOrders, say)),
  orders: ({ orders }, say) => measureOrders(orders, say),
  verdicts: ({ scanSeconds }, say) => measureVerdicts(scanSeconds, say),
  eta: async (_size, say) => await Promise.resolve(measureEta(10_000, say)),
};

const usage = `npm run bench -- [options]
  --only PART    one of ${Object.keys(parts).join(', ')}; repeatable
  --full         the long sizes
  --json         figures as JSON on stdout
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      full: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const wanted = values.only ?? Object.keys(parts);
  const unknown = wanted.find((name) => !Object.hasOwn(parts, name));
  if (values.help || unknown !== undefined) {
    process.stdout.write(unknown === undefined ? usage : `There is no part ${unknown}.\n${usage}`);
    return unknown === undefined ? 0 : 2;
  }
  const figures: Figure[] = [];
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  for (const name of wanted)
    figures.push(...(await parts[name]!(values.full ? sizes.full : sizes.usual, say)));
  process.stdout.write(values.json ? jsonOf(figures) : `${tableOf(figures)}\n`);
  return 0;
}

function jsonOf(figures: readonly Figure[]): string {
  const listed = figures.map((figure) => ({ ...figure, hit: isHit(figure) }));
  const host = { node: process.version, cores: availableParallelism() };
  return `${JSON.stringify({ ...host, figures: listed }, undefined, 2)}\n`;
}

process.exit(await main());
