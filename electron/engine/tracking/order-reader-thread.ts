import { parentPort, workerData } from 'node:worker_threads';

import { DomainError } from '#shared/result.ts';

import type { ReaderMessage, SliceRequest } from './order-reader.ts';
import { type OrderFile, OrderReading } from './order-reading.ts';
import { packSlice } from './packed-slice.ts';

/** The entry of the thread that reads a file of orders: first it is cut, then its orders are read as they are asked for. */
function read(file: OrderFile, say: (message: ReaderMessage) => void): void {
  try {
    const reading = new OrderReading(file);
    while (reading.next()) say({ kind: 'progress', progress: reading.progress() });
    parentPort?.on('message', ({ from, until }: SliceRequest) =>
      say({ kind: 'prepared', slice: packSlice(reading.prepared(from, until)) }),
    );
    say({ kind: 'whole', progress: reading.progress() });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    say({ kind: 'failed', message: error.message });
  }
}

read(workerData as OrderFile, (message) => parentPort?.postMessage(message));
