import { type TakingBackOptions, takeBack } from '../tracking/taking-back.ts';

export interface UndoOptions extends TakingBackOptions {
  readonly jobId: string;
  /** Lets everybody else have a turn; or waits. */
  readonly turn: (waitMs?: number) => Promise<void>;
  /** So many orders are still to be taken back; `error`: why it waits. */
  readonly onProgress: (entered: number, error?: unknown) => void;
}

const retryMs = 5000;

/**
 * Takes back what an import entered, the newest turn first, each in one transaction with how far it is. Gives how many
 * orders stay because somebody works on them; undefined where the database was closed meanwhile.
 */
export async function undoImport(options: UndoOptions): Promise<number | undefined> {
  const { store, jobId, turn, onProgress } = options;
  const { orderImports } = store;
  await turn();
  while (store.isOpen()) {
    const slice = orderImports.newestSlice(jobId);
    if (slice === undefined) break;
    try {
      store.transaction(() => orderImports.tookBack(jobId, slice.start, takeBack(options, slice)));
      onProgress(slice.start);
      await turn();
    } catch (error) {
      onProgress(slice.start, error);
      await turn(retryMs);
    }
  }
  if (!store.isOpen()) return undefined;
  const stayed = orderImports.stayed(jobId);
  orderImports.drop(jobId);
  return stayed;
}
