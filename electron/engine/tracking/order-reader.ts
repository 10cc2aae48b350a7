import { Worker } from 'node:worker_threads';

import { DomainError } from '#shared/result.ts';

import { threadFile } from '../thread-file.ts';
import type { OrderFile, PreparedSlice, ReadingProgress } from './order-reading.ts';
import { type PackedSlice, unpackSlice } from './packed-slice.ts';

/** A file that is read somewhere else. */
export interface OrderReader {
  /** Resolves once all of it is cut into lines. Fails (`invalid-request`) where it is no CSV. */
  readonly whole: Promise<ReadingProgress>;
  /** Some of its good orders, once it is cut, also where they are asked for before; fewer than asked for are the last. */
  prepared(from: number, until: number): Promise<PreparedSlice>;
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
  | { readonly kind: 'whole'; readonly progress: ReadingProgress }
  | { readonly kind: 'prepared'; readonly slice: PackedSlice }
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
  const whole = Promise.withResolvers<ReadingProgress>();
  const slices: Waiting<PreparedSlice>[] = [];
  const fail = (error: unknown): void => {
    whole.reject(error);
    for (const { reject } of slices.splice(0)) reject(error);
  };
  worker.on('error', fail);
  worker.on('message', (message: ReaderMessage) => {
    if (message.kind === 'progress') onProgress(message.progress);
    else if (message.kind === 'whole') whole.resolve(message.progress);
    else if (message.kind === 'prepared') slices.shift()?.resolve(unpackSlice(message.slice));
    else fail(new DomainError('invalid-request', message.message));
  });
  return {
    whole: whole.promise,
    prepared(from, until) {
      const slice = Promise.withResolvers<PreparedSlice>();
      slices.push(slice);
      // Asked for ahead of time: whoever has gone meanwhile does not hear that it failed.
      slice.promise.catch(() => undefined);
      worker.postMessage({ from, until } satisfies SliceRequest);
      return slice.promise;
    },
    stop: () => void worker.terminate(),
  };
};
