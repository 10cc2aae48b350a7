import { deserialize, serialize } from 'node:v8';

import { zoneOffsetMs } from '#shared/domain/time.ts';

import type { Clock } from '../../clock.ts';
import type { Store } from '../../store/store.ts';
import type { Estimate } from '../eta.ts';
import type { Situation } from './journey-features.ts';
import type { ModelSummary } from './journey-learning.ts';
import { modelFormat, type JourneyModel } from './journey-model.ts';
import { estimateFromPast, pastModelName } from './past-estimate.ts';
import type { Trainer } from './trainer.ts';

/** Of the newest journeys only. */
const mostJourneys = 20_000;

/** The model that speaks, and what it says of itself. */
export interface CurrentModel {
  readonly name: string;
  readonly trainedTime: number;
  readonly summary: ModelSummary;
}

/** What imported journeys teach: a model learned off the engine's own thread, kept with its version. */
export interface PastOrders {
  /** Undefined where no model was learned, or it knows nothing of that state. */
  estimate(situation: Omit<Situation, 'offset'>, now: number): Estimate | undefined;
  current(): CurrentModel | undefined;
  isLearning(): boolean;
  /** Why the last learning gave nothing; undefined where it gave something. */
  problem(): string | undefined;
  /** Learns anew from all that is there, in the background; what is asked for meanwhile is done after. */
  learn(): void;
  /** Resolves when nothing is being learned. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface PastOrdersOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly trainer: Trainer;
  readonly timeZone: string;
}

interface Loaded extends CurrentModel {
  readonly version: number;
  readonly model: JourneyModel;
}

/** Reads the newest model that was kept; one in a format that is no longer read is learned anew. */
export function createPastOrders({ store, clock, trainer, timeZone }: PastOrdersOptions): PastOrders {
  let loaded = load(store);
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let problem: string | undefined;

  async function learnOnce(): Promise<void> {
    const learnt = await trainer.learn({ journeys: store.pastJourneys.newest(mostJourneys), timeZone });
    if (stopped) return;
    if (learnt === undefined) {
      problem = 'There are too few past orders to learn from.';
      return;
    }
    problem = undefined;
    const { model, summary } = learnt;
    const trainedTime = clock.now();
    const version = store.transaction(() =>
      store.pastJourneys.addModel({
        trainedTime,
        format: modelFormat,
        summary: JSON.stringify(summary),
        model: serialize(model),
      }),
    );
    loaded = { name: pastModelName(version), version, trainedTime, summary, model };
  }

  async function learnAll(): Promise<void> {
    again = false;
    try {
      await learnOnce();
    } catch (error) {
      problem = `Learning failed: ${String(error)}`;
    }
    if (again && !stopped) await learnAll();
    else running = undefined;
  }

  const past: PastOrders = {
    estimate(situation, now) {
      if (loaded === undefined) return undefined;
      const offset = zoneOffsetMs(situation.entered, timeZone);
      return estimateFromPast(loaded.model, loaded.version, { ...situation, offset }, now);
    },
    current: () => loaded,
    isLearning: () => running !== undefined,
    problem: () => problem,
    learn() {
      again = running !== undefined;
      running ??= learnAll();
    },
    settled: async () => await running,
    async stop() {
      stopped = true;
      await trainer.stop();
      await running;
    },
  };
  // The import may have been the last thing before the stop, or done by the tool.
  if ((store.pastJourneys.extent().changed ?? 0) > (loaded?.trainedTime ?? -1)) past.learn();
  return past;
}

function load(store: Store): Loaded | undefined {
  const stored = store.pastJourneys.newestModel();
  if (stored?.format !== modelFormat) return undefined;
  const { version, trainedTime, summary, model } = stored;
  return {
    name: pastModelName(version),
    version,
    trainedTime,
    // What we wrote ourselves in this format.
    summary: JSON.parse(summary) as ModelSummary,
    model: deserialize(model) as JourneyModel,
  };
}
