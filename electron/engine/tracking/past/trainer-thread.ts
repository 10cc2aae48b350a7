import { parentPort, workerData } from 'node:worker_threads';

import { learnOn, type TrainingOrder } from './trainer.ts';

/** The entry of the thread that learns: once, and it is over. */
parentPort?.postMessage(learnOn(workerData as TrainingOrder));
