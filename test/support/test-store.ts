import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { silentLog } from '#engine/log.ts';
import { systemClock } from '#engine/clock.ts';
import { openStore, type Store } from '#engine/store/store.ts';

/** A folder of its own for one test; `remove` deletes it. */
export function temporaryFolder(prefix = 'waymark-test-'): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), prefix));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A real store on a folder of its own. */
export function openTestStore(dataDir: string): Store {
  return openStore({ dataDir, clock: systemClock, log: silentLog });
}
