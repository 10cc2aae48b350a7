import { Worker } from 'node:worker_threads';

import { DomainError } from '#shared/result.ts';

import { threadFile } from '../thread-file.ts';
import type { OrderFile, ReadingProgress } from './order-reading.ts';
import type { PreparedOrder } from './prepared-orders.ts';

/** A file that was read to its end. */
export interface WholeFile extends ReadingProgress {
  readonly rejectedCsv: string | undefined;
}

/** A file that is read somewhere else. */
export interface OrderReader {
  /** Resolves once all of it is read. Fails (`invalid-request`) where it is no CSV. */
  readonly whole: Promise<WholeFile>;
  /** Some of its good orders, once it is read. */
  prepared(from: number, until: number): Promise<readonly PreparedOrder[]>;
  /** Ends it; what is asked for never comes. */
  stop(): void;
}

/** Begins to read a file; `onProgress` hears how far it is. */
export type BeginReading = (file: OrderFile, onProgress: (progress: ReadingProgress) => void) => OrderReader;

export interface SliceRequest {
  readonly from: number;
  readonly until: number;
}

/** What the thread says. */
export type ReaderMessage =
  | { readonly kind: 'progress'; readonly progress: ReadingProgress }
  | { readonly kind: 'whole'; readonly file: WholeFile }
  | { readonly kind: 'prepared'; readonly orders: readonly PreparedOrder[] }
  | { readonly kind: 'failed'; readonly message: string };

interface Waiting<Value> {
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

/** Reads on a thread of its own, so that nothing waits for it. */
export const readOnThread: BeginReading = (file, onProgress) => {
  const worker = new Worker(threadFile(import.meta.url, 'order-reader-thread.ts', 'order-reader.js'), {
    workerData: file,
  });
  worker.unref();
  const whole = Promise.withResolvers<WholeFile>();
  const slices: Waiting<readonly PreparedOrder[]>[] = [];
  const fail = (error: unknown): void => {
    whole.reject(error);
    for (const { reject } of slices.splice(0)) reject(error);
  };
  worker.on('error', fail);
  worker.on('message', (message: ReaderMessage) => {
    if (message.kind === 'progress') onProgress(message.progress);
    else if (message.kind === 'whole') whole.resolve(message.file);
    else if (message.kind === 'prepared') slices.shift()?.resolve(message.orders);
    else fail(new DomainError('invalid-request', message.message));
  });
  return {
    whole: whole.promise,
    prepared(from, until) {
      const slice = Promise.withResolvers<readonly PreparedOrder[]>();
      slices.push(slice);
      // Asked for ahead of time: whoever has gone meanwhile does not hear that it failed.
      slice.promise.catch(() => undefined);
      worker.postMessage({ from, until } satisfies SliceRequest);
      return slice.promise;
    },
    stop: () => void worker.terminate(),
  };
};
