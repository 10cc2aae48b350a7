import { Command, CommanderError } from 'commander';
import { homedir } from 'node:os';
import { resolve } from 'node:path';

import { backUpDatabase } from '#engine/store/offline.ts';
import { DomainError } from '#shared/result.ts';

import { defaultDataDir } from './data-folder.ts';
import { examine } from './doctor.ts';
import { Failure, sentenceOf, usageFailure } from './failure.ts';
import { thisProject } from './project.ts';

interface Common {
  readonly data?: string;
  readonly json?: boolean;
}

/** The entry of `npm run -s waymark -- COMMAND`. */
async function main(args: readonly string[]): Promise<number> {
  const program = new Command('waymark').version(thisProject().version).description('The Waymark tool.');
  program.exitOverride().configureOutput({ writeErr: () => undefined });
  addDoctor(program);
  addBackup(program);
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

process.exit(await main(process.argv.slice(2)));
