import { Command, CommanderError } from 'commander';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

import { backUpDatabase, restoreDatabase } from '#engine/store/offline.ts';
import { verifyDatabase } from '#engine/store/verify.ts';
import { DomainError } from '#shared/result.ts';

import type { BacktestFlags } from './backtest.ts';
import { defaultDataDir } from './data-folder.ts';
import { examine } from './doctor.ts';
import { evaluate, fetchAlerts, readAlerts, readTruth, type RaisedAlert, type Score } from './evaluate.ts';
import { exportables, exportFile, exportFormats, type ExportFlags } from './export-file.ts';
import { Failure, sentenceOf, usageFailure } from './failure.ts';
import { importedText, importFile, type ImportFlags } from './import-file.ts';
import { thisProject } from './project.ts';
import { readStationFile } from './station-file.ts';

interface Common {
  readonly data?: string;
  readonly json?: boolean;
}

/** Runs `waymark COMMAND`; gives its exit code. */
export async function tool(args: readonly string[]): Promise<number> {
  const program = new Command('waymark').version(thisProject().version).description('The Waymark tool.');
  program.exitOverride().configureOutput({ writeErr: () => undefined });
  addDoctor(program);
  addBackup(program);
  addRestore(program);
  addVerify(program);
  addEvaluate(program);
  addBacktest(program);
  addSimulate(program);
  addImport(program);
  addExport(program);
  try {
    if (args.length === 0) throw new Failure(2, 'a command is needed (--help lists them).');
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const failure = error instanceof CommanderError ? usageFailure(error, 'the commands and flags') : error;
    const known = failure instanceof Failure || failure instanceof DomainError;
    process.stderr.write(`waymark: ${known ? '' : 'an unexpected error: '}${sentenceOf(failure)}\n`);
    return failure instanceof Failure ? failure.exitCode : 1;
  }
}

function addDoctor(program: Command): void {
  command(
    program,
    'doctor',
    'Looks at the data folder, the database, the running station and the broker; changes nothing.',
  )
    .option(
      '--broker <url>',
      'a broker to try, repeatable',
      (url: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), url],
    )
    .action(async ({ data, json = false, broker = [] }: Common & { readonly broker?: readonly string[] }) => {
      const findings = await examine(dataDirOf(data), broker);
      if (json) print({ ok: findings.every(({ ok }) => ok), findings });
      else
        for (const { check, ok, says } of findings)
          process.stdout.write(`${ok ? 'ok  ' : 'BAD '} ${check}: ${says}\n`);
      const bad = findings.filter(({ ok }) => !ok);
      if (bad.length > 0) throw new Failure(1, `${bad.map(({ check }) => check).join(', ')} not in order.`);
    });
}

/**
 * The simulated supply chain, with its own flags (`simulate --help` lists them). Without a broker it publishes to
 * the engine that runs on the data folder, and registers its sites and orders there.
 */
function addSimulate(program: Command): void {
  program
    .command('simulate')
    .description(
      'Publishes a simulated supply chain over MQTT and writes what really happened; has flags of its own.',
    )
    .option('--data <dir>', 'data folder of the engine to publish to')
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async ({ data }: Common, simulate: Command) => {
      const flags = simulate.args;
      const alone = flags.some((flag) => ['--broker', '--token-file', '--help'].includes(flag));
      const own = alone ? [] : ['--token-file', stationFileOf(dataDirOf(data))];
      const script = join(thisProject().root, 'electron', 'simulator', 'main.ts');
      const child = spawn(process.execPath, [script, ...own, ...flags], { stdio: 'inherit' });
      const [code] = (await once(child, 'close')) as [number | null];
      if (code !== 0) throw new Failure(code === 2 ? 2 : 1, 'the simulation did not end well.');
    });
}

/** Where the engine of a data folder says how it is reached. */
function stationFileOf(dataDir: string): string {
  if (readStationFile(dataDir) === undefined) {
    throw new Failure(1, `no engine runs on ${dataDir}: start one, or name a --broker.`);
  }
  return join(dataDir, 'station.json');
}

function addImport(program: Command): void {
  command(
    program,
    'import',
    'Takes in a file: the export of a temperature logger, its own results compared with ours, or orders as CSV; with the word history in front, journeys that ended (CSV), for estimates to start from.',
  )
    .argument('<file...>', 'the file, or history and the file')
    .option('--device <id>', 'whose readings they become (the serial number of the logger)')
    .option('--time-zone <zone>', 'zone of the times in the file of a logger, which name none')
    .option('--rejected <file>', 'where the lines of orders that were not accepted go, each with its reason')
    .action(async (words: readonly string[], { data, json = false, ...flags }: Common & ImportFlags) => {
      const isHistory = words.length === 2 && words[0] === 'history';
      const file = isHistory ? words[1] : words[0];
      if (file === undefined || (words.length > 1 && !isHistory)) throw new Failure(2, 'one file at a time.');
      const imported = await importFile(dataDirOf(data), resolve(file), { ...flags, isHistory });
      if (json) print({ kind: imported.kind, ...imported.result });
      else process.stdout.write(`${importedText(imported)}\n`);
    });
}

function addExport(program: Command): void {
  command(program, 'export', `Writes out what is known: ${exportables.join(', ')}.`)
    .argument('<what>', 'the list')
    .option('--from <time>', 'scans and observations from this instant on')
    .option('--to <time>', 'and up to this one')
    .option('--device <id>', 'scans and observations of one device')
    .option('--order <number>', 'one order, or what concerns it')
    .option('--format <format>', `${exportFormats.join(' or ')} (by the ending of the file, else ndjson)`)
    .option('--out <file>', 'the file to write; it must not exist (standard output)')
    .action(async (what: string, { data, json = false, ...flags }: Common & ExportFlags) => {
      const done = await exportFile(dataDirOf(data), what, flags);
      if (done.file === undefined) return;
      if (json) print(done);
      else process.stdout.write(`${done.file}: ${done.rows} ${done.what}\n`);
    });
}

function addBackup(program: Command): void {
  command(
    program,
    'backup',
    'Copies the database into one file and checks the copy; the engine may go on meanwhile.',
  )
    .requiredOption('--to <file>', 'the file to write; it must not exist')
    .action(async ({ data, json = false, to }: Common & { readonly to: string }) => {
      const file = resolve(to);
      const { bytes } = await backUpDatabase(dataDirOf(data), file);
      if (json) print({ file, bytes });
      else process.stdout.write(`${file}: ${bytes} bytes, checked\n`);
    });
}

function addRestore(program: Command): void {
  command(
    program,
    'restore',
    'Puts a backup in the place of the database and keeps what was there; no engine may be running.',
  )
    .requiredOption('--from <file>', 'a file that backup wrote')
    .action(({ data, json = false, from }: Common & { readonly from: string }) => {
      const dataDir = dataDirOf(data);
      const { bytes, kept } = restoreDatabase(dataDir, resolve(from), Date.now());
      if (json) print({ dataDir, bytes, kept: kept ?? null });
      else
        process.stdout.write(
          `${dataDir}: ${bytes} bytes restored${kept === undefined ? '' : `; what was there is ${kept}`}\n`,
        );
    });
}

function addVerify(program: Command): void {
  command(
    program,
    'verify',
    'Checks the database against itself: pages, references, books and rollups.',
  ).action(({ data, json = false }: Common) => {
    const checks = verifyDatabase(dataDirOf(data));
    const bad = checks.filter(({ ok }) => !ok);
    if (json) print({ ok: bad.length === 0, checks });
    else
      for (const { check, ok, says } of checks)
        process.stdout.write(`${ok ? 'ok  ' : 'BAD '} ${check}: ${says}\n`);
    if (bad.length > 0) throw new Failure(1, `${bad.map(({ check }) => check).join(', ')} not in order.`);
  });
}

interface EvaluateFlags extends Common {
  readonly truth: string;
  readonly alerts?: string;
  readonly station?: boolean;
}

function addEvaluate(program: Command): void {
  command(program, 'evaluate', 'Compares alerts with what really happened, kind by kind.')
    .requiredOption('--truth <file>', 'what really happened, as the simulator writes it (NDJSON)')
    .option('--alerts <file>', 'alerts as the API gives them: JSON, or one a line')
    .option('--station', 'the alerts of the engine that runs on the data folder')
    .action(async (flags: EvaluateFlags) => {
      const scores = evaluate(readTruth(resolve(flags.truth)), await alertsOf(flags));
      if (flags.json === true) print(scores);
      else
        for (const [kind, score] of Object.entries(scores)) process.stdout.write(`${lineOf(kind, score)}\n`);
    });
}

function addBacktest(program: Command): void {
  command(
    program,
    'backtest',
    'Predicts past orders, each from what was known when it started, and says how far off that was.',
  )
    .requiredOption('--history <file>', 'past orders to learn from (CSV)')
    .requiredOption('--test <file>', 'orders to predict (CSV, the same columns)')
    .requiredOption('--from <column>', 'when an order starts; Date+Time for two columns')
    .option('--to <column>', 'when it ended')
    .option('--promised <column>', 'when it was promised')
    .option('--target-minutes <column>', 'its duration in minutes, where there is no end time')
    .action(async (flags: Common & BacktestFlags) => {
      // The learner brings the holidays of all countries, which no other command needs.
      const { backtestText, runBacktest } = await import('./backtest.ts');
      const done = runBacktest(flags);
      if (flags.json === true) print(done.result);
      else process.stdout.write(`${backtestText(done)}\n`);
    });
}

async function alertsOf({ alerts, station, data }: EvaluateFlags): Promise<RaisedAlert[]> {
  if ((alerts === undefined) === (station !== true))
    throw new Failure(2, 'either --alerts or --station is needed.');
  if (alerts !== undefined) return readAlerts(resolve(alerts));
  const info = readStationFile(dataDirOf(data));
  if (info === undefined) throw new Failure(1, `no engine runs on ${dataDirOf(data)}.`);
  return await fetchAlerts(info);
}

function lineOf(kind: string, { truth, raised, precision, recall, medianLeadMinutes }: Score): string {
  const lead = medianLeadMinutes === null ? '-' : `${medianLeadMinutes.toFixed(1)} min`;
  return `${kind}: ${truth} happened, ${raised} raised, precision ${percentText(precision)}, recall ${percentText(recall)}, lead ${lead}`;
}

function percentText(value: number | null): string {
  return value === null ? '-' : `${(value * 100).toFixed(1)} %`;
}

function command(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('--data <dir>', 'data folder (WAYMARK_DATA)')
    .option('--json', 'print JSON');
}

function dataDirOf(given: string | undefined): string {
  const facts = { platform: process.platform, home: homedir(), env: process.env };
  return resolve(given ?? (process.env['WAYMARK_DATA'] || defaultDataDir(facts)));
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}
