import { randomUUID } from 'node:crypto';

import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { alertKeyOf } from '#shared/domain/alert.ts';
import { defaultKeepDays, forecastFull, retentionClasses } from '#shared/domain/retention.ts';
import { toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { compact } from '../live/rows.ts';
import { quarantineCapBytes } from '../store/quarantine.ts';
import type { LegalHold } from '../store/retention.ts';
import type { EngineParts } from './engine-parts.ts';
import type { RequestContext } from './handlers.ts';

export function retentionHandlers(parts: EngineParts) {
  const { store, clock, upkeep } = parts;
  return {
    'retention.get': () => storageState(parts),
    'retention.put': (params: ParamsOut<'retention.put'>): ResultOf<'retention.put'> => {
      store.transaction(() => store.retention.setKeepDays(params.class, params.keepDays));
      upkeep.review();
      return { ...params, defaultKeepDays: defaultKeepDays[params.class] };
    },
    'legalHolds.list': (): ResultOf<'legalHolds.list'> => ({ items: store.retention.holds().map(holdRow) }),
    'legalHolds.place': (
      params: ParamsOut<'legalHolds.place'>,
      { session }: RequestContext,
    ): ResultOf<'legalHolds.place'> => {
      const { subject, from, to, note } = params;
      mustBeKnown(parts, subject);
      const hold: LegalHold = {
        holdId: randomUUID(),
        subjectType: subject.type,
        subjectId: subject.id,
        from: from === undefined ? undefined : Date.parse(from),
        to: to === undefined ? undefined : Date.parse(to),
        note,
        who: session.actor,
        placedTime: clock.now(),
      };
      if (hold.from !== undefined && hold.to !== undefined && hold.to < hold.from)
        throw new DomainError('invalid-request', 'The span ends before it begins.', { field: 'to' });
      store.transaction(() => store.retention.putHold(hold));
      upkeep.review();
      return holdRow(hold);
    },
    'legalHolds.lift': ({ holdId }: ParamsOut<'legalHolds.lift'>): ResultOf<'legalHolds.lift'> => {
      if (!store.transaction(() => store.retention.dropHold(holdId)))
        throw new DomainError('not-found', 'There is no such hold.');
      upkeep.review();
      return { holdId };
    },
  };
}

/** A hold on what nobody knows would hold nothing. */
function mustBeKnown({ store }: EngineParts, subject: { type: string; id: string }): void {
  const isKnown = {
    order: () => store.orders.get(subject.id) !== undefined,
    alert: () => store.alerts.byKey(alertKeyOf(subject.id) ?? 0) !== undefined,
    device: () => store.devices.get(subject.id) !== undefined,
    'time-span': () => true,
  }[subject.type];
  if (isKnown?.() !== true)
    throw new DomainError('not-found', `No ${subject.type} ${subject.id} is known.`, { field: 'subject' });
}

function storageState({ store, clock, upkeep, disk, backups }: EngineParts): ResultOf<'retention.get'> {
  const { freeBytes, totalBytes } = disk.state();
  const bytes = store.queries.bytes();
  const inUse = store.retention.bytesInUse();
  const now = clock.now();
  const { time: backupTime, ...backup } = backups.state();
  const samples = [...store.retention.samples(), { time: now, bytes: inUse }];
  const { bytesPerDay, fullTime } = forecastFull(samples, freeBytes + bytes - inUse, now);
  return {
    classes: retentionClasses.map((name) => ({
      class: name,
      keepDays: upkeep.keepDays(name),
      defaultKeepDays: defaultKeepDays[name],
    })),
    bytes,
    reusableBytes: bytes - inUse,
    freeBytes,
    totalBytes,
    ...(bytesPerDay === undefined ? {} : { bytesPerDay }),
    // Beyond what a calendar can say it is never.
    ...(fullTime === undefined || fullTime > 8e15 ? {} : { fullTime: toIso(fullTime) }),
    messages: store.ledger.storedMessages().messages,
    backup: { ...backup, ...(backupTime === undefined ? {} : { time: toIso(backupTime) }) },
    quarantine: { ...store.ledger.quarantineSize(), capBytes: quarantineCapBytes },
  };
}

function holdRow(hold: LegalHold): ResultOf<'legalHolds.place'> {
  return compact({
    holdId: hold.holdId,
    subject: { type: hold.subjectType, id: hold.subjectId },
    from: hold.from === undefined ? undefined : toIso(hold.from),
    to: hold.to === undefined ? undefined : toIso(hold.to),
    note: hold.note,
    who: hold.who,
    placedTime: toIso(hold.placedTime),
  });
}
