import { parseOptions, usage, UsageError } from './options.ts';
import { runSimulator } from './run.ts';

/** Command line of the simulator; ends cleanly on SIGINT and SIGTERM. */
async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  try {
    const summary = await runSimulator(parseOptions(argv), {
      log: (line) => void process.stderr.write(`simulator: ${line}\n`),
      wall: () => Date.now(),
      signal: stop.signal,
    });
    process.stdout.write(`${JSON.stringify(summary)}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`simulator: ${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
