import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { dayMs, minuteMs, toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { scoreOf, scoresBy, scoresByTimeOut, type NamedScore, type Score } from '../tracking/scorecard.ts';
import type { EngineParts } from './engine-parts.ts';

/** So many predictions are scored at most, so that asking never holds up what comes in. */
const mostRows = 50_000;

export function scorecardHandlers({ store, clock }: EngineParts) {
  return {
    'eta.scorecard': (params: ParamsOut<'eta.scorecard'>): ResultOf<'eta.scorecard'> => {
      const to = params.to === undefined ? clock.now() : Date.parse(params.to);
      const from = params.from === undefined ? to - 30 * dayMs : Date.parse(params.from);
      if (from >= to) throw new DomainError('invalid-request', 'It begins after its end.', { field: 'from' });
      const rows = store.predictions.judged(from, to, mostRows);
      const total = scoreOf(rows);
      return {
        from: toIso(from),
        to: toIso(to),
        by: params.by,
        isCut: rows.length === mostRows,
        total: total === undefined ? null : scoreView(total),
        groups: scoresBy(rows, params.by).map(namedView),
        models: scoresBy(rows, 'model').map(namedView),
        byActualTimeOut: scoresByTimeOut(rows, 'delivered').map(namedView),
        byPredictedTimeOut: scoresByTimeOut(rows, 'p50').map(namedView),
      };
    },
  };
}

function namedView(score: NamedScore) {
  return { name: score.name, ...scoreView(score) };
}

function scoreView({ n, orders, mae, median, p90, bias, coverage80, jitter }: Score) {
  return {
    n,
    orders,
    maeMinutes: minutes(mae),
    medianMinutes: minutes(median),
    p90Minutes: minutes(p90),
    biasMinutes: minutes(bias),
    coverage80,
    jitterMinutes: jitter === undefined ? null : minutes(jitter),
  };
}

function minutes(ms: number): number {
  return Math.round((ms / minuteMs) * 10) / 10;
}
