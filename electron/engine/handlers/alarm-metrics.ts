import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import type { AlertKind, AlertSubjectType } from '#shared/domain/alert.ts';
import { dayMs, toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { alarmLoad, staleAfterMs, type SourceLoad } from '../alerts/alarm-load.ts';
import { compact } from '../live/rows.ts';
import type { EngineParts } from './engine-parts.ts';

/** The figures of how much alarms ask of people. */
export function alarmMetricsHandlers({ store, clock, alerts }: EngineParts) {
  return {
    'alerts.metrics': (params: ParamsOut<'alerts.metrics'>): ResultOf<'alerts.metrics'> => {
      const now = clock.now();
      const to = params.to === undefined ? now : Date.parse(params.to);
      const from = params.from === undefined ? to - dayMs : Date.parse(params.from);
      if (to <= from)
        throw new DomainError('invalid-request', 'The range ends before it begins.', { field: 'to' });
      const load = alarmLoad(store.alerts.raisedIn(from, to), from, to);
      const stale = [...alerts.feed.live.values()].filter(
        ({ state, raisedTime }) => state.startsWith('active') && Date.parse(raisedTime) < now - staleAfterMs,
      );
      return compact({
        ...load,
        from: toIso(from),
        to: toIso(to),
        peak: load.peak && { count: load.peak.count, from: toIso(load.peak.from) },
        stale: stale.length,
        topSources: load.topSources.map(sourceView),
        chattering: load.chattering.map(sourceView),
      });
    },
  };
}

function sourceView({ kind, subjectType, subjectId, count }: SourceLoad) {
  // Both were written by the book, from these very types.
  return {
    kind: kind as AlertKind,
    subject: { type: subjectType as AlertSubjectType, id: subjectId },
    count,
  };
}
