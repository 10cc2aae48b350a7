import { parentPort, workerData } from 'node:worker_threads';

import { zoneOffsetMs } from '#shared/domain/time.ts';

import { lessonsOf } from './journey-features.ts';
import { learnJourneys } from './journey-learning.ts';
import type { Learnt, TrainingOrder } from './trainer.ts';

/** The newest lessons only: enough for any lane, and learned within seconds. */
const mostLessons = 20_000;

function learnFrom({ journeys, timeZone }: TrainingOrder): Learnt {
  const lessons = journeys
    .toSorted((a, b) => b.delivered - a.delivered || (a.orderNumber < b.orderNumber ? -1 : 1))
    .flatMap((journey) => lessonsOf(journey, (instant) => zoneOffsetMs(instant, timeZone)));
  return learnJourneys(lessons.slice(0, mostLessons));
}

/** The entry of the thread that learns: once, and it is over. Calendars of holidays are loaded here and nowhere else. */
parentPort?.postMessage(learnFrom(workerData as TrainingOrder));
