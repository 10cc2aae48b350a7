import { afterEach, beforeEach } from 'vitest';

import type { Store } from '#engine/store/store.ts';

import { openTestStore, temporaryFolder } from './test-store.ts';

export interface StoreFolder {
  readonly path: string;
  /** Opens the store again, once a test has closed it. */
  open(): void;
}

/** A store for each test of a file, on a folder that goes with it; `opened` is given each store that is opened. */
export function storeForEach(opened: (store: Store) => void): StoreFolder {
  let folder: ReturnType<typeof temporaryFolder>;
  let store: Store;
  const open = (): void => opened((store = openTestStore(folder.path)));
  beforeEach(() => {
    folder = temporaryFolder();
    open();
  });
  afterEach(() => {
    store.close();
    folder.remove();
  });
  return {
    get path() {
      return folder.path;
    },
    open,
  };
}
