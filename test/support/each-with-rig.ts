import { afterEach, beforeEach } from 'vitest';

import { type AlertRig, createAlertRig } from './alert-rig.ts';
import { temporaryFolder } from './test-store.ts';

/** Before each test a rig in a folder of its own, gone after it. */
export function eachWithRig(take: (rig: AlertRig) => void): void {
  let folder: ReturnType<typeof temporaryFolder>;
  let rig: AlertRig;

  beforeEach(() => {
    folder = temporaryFolder();
    rig = createAlertRig(folder.path);
    take(rig);
  });

  afterEach(() => {
    rig.stop();
    folder.remove();
  });
}
