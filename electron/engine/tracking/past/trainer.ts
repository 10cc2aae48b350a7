import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import type { PastJourney } from '../../store/past-journeys.ts';
import { threadFile } from '../../thread-file.ts';
import type { learnJourneys } from './journey-learning.ts';

/** What is to be learned from. */
export interface TrainingOrder {
  readonly journeys: readonly PastJourney[];
  /** Of hours and weekdays. */
  readonly timeZone: string;
}

export type Learnt = ReturnType<typeof learnJourneys>;

/** Learns somewhere; `stop` ends it with nothing learned. */
export interface Trainer {
  learn(order: TrainingOrder): Promise<Learnt>;
  stop(): Promise<void>;
}

const memoryMb = 512;

/** Learns on a thread of its own, so that nothing waits for it; its memory is bounded. */
export function createTrainer(): Trainer {
  let worker: Worker | undefined;
  return {
    async learn(order) {
      await worker?.terminate();
      const own = new Worker(threadFile(import.meta.url, 'trainer-thread.ts', 'trainer.js'), {
        workerData: order,
        resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      });
      worker = own;
      own.unref();
      const ended = once(own, 'exit').then(() => [undefined]);
      const [learnt] = (await Promise.race([once(own, 'message'), ended])) as [Learnt];
      return learnt;
    },
    async stop() {
      await worker?.terminate();
    },
  };
}
