import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

/** The entry of `npm start`, `npm run station` and `npm run demo`; everything else is loaded where it can be reported on. */
export async function main(): Promise<number> {
  try {
    const { run } = await import('./run.ts');
    return await run(process.argv.slice(2));
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    const why = missing ? 'some of its packages are not installed; run "npm ci" first' : String(error);
    process.stderr.write(`waymark: Waymark cannot start: ${why}\n`);
    return 1;
  }
}

// A third less work at every start but the first; without a place to write to it is as it was.
enableCompileCache(join(import.meta.dirname, '..', '..', 'out', 'compiled'));
process.exit(await main());
