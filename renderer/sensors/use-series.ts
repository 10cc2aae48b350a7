import { useState } from 'react';

import { isPutRight } from '#renderer/charts/chart-line.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import type { SeriesResult } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';
import type { ContractError } from '#shared/result.ts';

/** Which readings, of what time, in how many points. */
export interface SeriesQuestion {
  readonly deviceId: string;
  readonly channel: string | undefined;
  readonly type: string;
  readonly from: number;
  readonly to: number;
  readonly points: number;
  /** What the user chose: the same while a span only moves on with the time. A stop lasts as long. */
  readonly rangeKey: string;
}

export interface SeriesAnswer {
  readonly question: SeriesQuestion;
  readonly result: SeriesResult;
  /** What the sensor itself said, where that is something else. */
  readonly said: SeriesResult | undefined;
}

export interface SeriesView {
  /** The newest answer there is: while a new range is being read, that of the range before. */
  readonly answer: SeriesAnswer | undefined;
  readonly isLoading: boolean;
  readonly error: ContractError | undefined;
  /** Stopped by the user; `retry` goes on. */
  readonly isStopped: boolean;
  readonly stop: () => void;
  readonly retry: () => void;
}

/** One series' readings; asked for again when the question or `refreshKey` changes. Nothing is asked for undefined. */
export function useSeries(question: SeriesQuestion | undefined, refreshKey: string | number): SeriesView {
  const [stopped, setStopped] = useState<string>();
  const [held, setHeld] = useState<SeriesAnswer>();
  const isStopped = question !== undefined && stopped === question.rangeKey;
  const { data, error, isLoading, refresh } = useQuery(
    'readings.series',
    question === undefined || isStopped ? undefined : paramsOf(question),
    { refreshKey },
  );
  const isOfSame = question !== undefined && held !== undefined && isSameSeries(held.question, question);
  const saidNow = useQuery(
    'readings.series',
    question === undefined || !isPutRight(data) ? undefined : { ...paramsOf(question), values: 'raw' },
    { refreshKey },
  ).data;
  const said = isPutRight(data) ? (saidNow ?? (isOfSame ? held.said : undefined)) : undefined;
  if (question !== undefined && data !== undefined && (held?.result !== data || held.said !== said))
    setHeld({ question, result: data, said });
  return {
    answer: isOfSame ? held : undefined,
    isLoading,
    error: isStopped ? undefined : error,
    isStopped,
    stop: () => setStopped(question?.rangeKey),
    retry: () => {
      setStopped(undefined);
      refresh();
    },
  };
}

function paramsOf({ deviceId, channel, type, from, to, points }: SeriesQuestion) {
  const series = channel === undefined ? { deviceId, type } : { deviceId, channel, type };
  return { ...series, from: toIso(from), to: toIso(to), points };
}

function isSameSeries(a: SeriesQuestion, b: SeriesQuestion): boolean {
  return a.deviceId === b.deviceId && a.channel === b.channel && a.type === b.type;
}
