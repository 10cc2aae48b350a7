import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

/** The entry of `npm run -s waymark -- COMMAND`; the rest is loaded once what was compiled before can be used. */
enableCompileCache(join(import.meta.dirname, '..', '..', 'out', 'compiled'));
const { tool } = await import('./tool.ts');
process.exit(await tool(process.argv.slice(2)));
