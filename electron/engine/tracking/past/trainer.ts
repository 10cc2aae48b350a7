import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { zoneOffsetMs } from '#shared/domain/time.ts';

import { lessonsOf } from './journey-features.ts';
import { learnJourneys } from './journey-model.ts';
import type { PastJourney } from '../../store/past-journeys.ts';
import { threadFile } from '../../thread-file.ts';

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

/** The newest lessons only: enough for any lane, and learned within seconds. */
const mostLessons = 20_000;
const memoryMb = 512;

/** Learns here and now. */
export function learnOn({ journeys, timeZone }: TrainingOrder): Learnt {
  const lessons = journeys
    .toSorted((a, b) => b.delivered - a.delivered || (a.orderNumber < b.orderNumber ? -1 : 1))
    .flatMap((journey) => lessonsOf(journey, (instant) => zoneOffsetMs(instant, timeZone)));
  return learnJourneys(lessons.slice(0, mostLessons));
}

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
