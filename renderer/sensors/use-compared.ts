import { useMemo } from 'react';

import { refreshPeriodMs, type TimeSpan } from '#renderer/charts/time-range.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useThrottled } from '#renderer/data/use-throttled.ts';
import type { ContractError } from '#shared/result.ts';

import { type SeriesAnswer, type SeriesQuestion, useSeries } from './use-series.ts';

/** A measuring channel. */
export interface ComparedSensor {
  readonly row: { readonly deviceId: string; readonly channel?: string | undefined };
}

export interface CompareOptions {
  /** One to three. */
  readonly sensors: readonly ComparedSensor[];
  readonly type: string;
  readonly span: TimeSpan;
  readonly points: number | undefined;
  readonly rangeKey: string;
  /** Asked again when something new is stored; otherwise only when the span moves on. */
  readonly isLive: boolean;
}

/** The answers for the sensors of one chart, and how getting them goes. */
export interface CompareView {
  /** In the order of the sensors; undefined while there is none. */
  readonly answers: readonly (SeriesAnswer | undefined)[];
  readonly isLoading: boolean;
  /** What is there is of another span than the one asked for. */
  readonly isOutdated: boolean;
  readonly error: ContractError | undefined;
  readonly isStopped: boolean;
  readonly stop: () => void;
  readonly retry: () => void;
}

/** The same quantity of up to three sensors over one span. */
export function useCompared(options: CompareOptions): CompareView {
  const { sensors, span } = options;
  const views = [useOne(options, 0), useOne(options, 1), useOne(options, 2)].slice(
    0,
    Math.max(1, sensors.length),
  );
  const [a, b, c] = views.map((view) => view.answer);
  const answers = useMemo(() => [a, b, c].slice(0, sensors.length), [a, b, c, sensors.length]);
  const lengthMs = span.to - span.from;
  return {
    answers,
    isLoading: views.some((view) => view.isLoading),
    // A span that only moved on with the time is shown as current; one of another place or length is not.
    isOutdated: answers.some(
      (answer) => answer !== undefined && Math.abs(answer.question.from - span.from) > lengthMs / 50,
    ),
    error: views.find((view) => view.error !== undefined)?.error,
    isStopped: views.some((view) => view.isStopped),
    stop: () => {
      for (const view of views) if (view.isLoading) view.stop();
    },
    retry: () => {
      for (const view of views) if (view.isStopped || view.error !== undefined) view.retry();
    },
  };
}

function useOne({ sensors, type, span, points, rangeKey, isLive }: CompareOptions, index: number) {
  const row = sensors[index]?.row;
  const stored = useLive('devices.live', {}).byKey.get(row?.deviceId ?? '')?.messages.stored;
  // Every stored message may hold readings of this span, late ones too.
  const news = useThrottled(isLive ? (stored ?? 0) : 0, refreshPeriodMs(span, 20 * (points ?? 1)));
  const question: SeriesQuestion | undefined =
    row === undefined || points === undefined
      ? undefined
      : { deviceId: row.deviceId, channel: row.channel, type, ...span, points, rangeKey };
  return useSeries(question, news);
}
