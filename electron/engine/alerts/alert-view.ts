import type { AlertRow } from '#shared/contract/types.ts';
import { alertIdOf } from '#shared/domain/alert.ts';
import { toIso } from '#shared/domain/time.ts';

import { compact } from '../live/rows.ts';
import type { AlertRecord } from './book.ts';
import type { Handling, Statement } from './handling.ts';
import { stateOf, type Mark } from './lifecycle.ts';

/** An alert as the contract gives it. */
export function alertView(record: AlertRecord, now: number): AlertRow {
  const {
    life,
    kind,
    severity,
    subject,
    deviceId,
    channel,
    vehicleId,
    siteId,
    message,
    measure,
    silence,
    mismatch,
    assignee,
    end,
  } = record;
  const shelved = life.shelved !== undefined && now < life.shelved.until ? life.shelved : undefined;
  return compact({
    alertId: alertIdOf(record.key),
    kind,
    severity,
    state: stateOf(life, now),
    subject,
    deviceId,
    channel,
    vehicleId,
    siteId,
    orderNumbers: [...record.orderNumbers],
    startTime: toIso(record.start),
    endTime: end === undefined ? undefined : toIso(end),
    raisedTime: toIso(record.raised),
    changedTime: toIso(record.changed),
    message,
    evidence: [...record.evidence],
    amendments: [...record.amendments],
    assignee,
    notes: [...record.notes],
    acknowledged: markView(life.acknowledged),
    resolved: markView(life.resolved),
    shelved: shelved && {
      time: toIso(shelved.time),
      who: shelved.who,
      until: toIso(shelved.until),
      text: shelved.text,
    },
    outOfService: life.outOfService && { ...life.outOfService, time: toIso(life.outOfService.time) },
    causedBy: life.coveredBy === undefined ? undefined : alertIdOf(life.coveredBy),
    repeats: record.repeats,
    withdrawn: life.withdrawn,
    measure,
    silence,
    handling: record.handling && handlingView(record.handling),
    mismatch,
  });
}

function handlingView(handling: Handling): NonNullable<AlertRow['handling']> {
  const dated = Object.entries(handling).map(([step, said]: [string, Statement]) => [
    step,
    { ...said, time: toIso(said.time) },
  ]);
  // Step by step the same, with instants as text.
  return Object.fromEntries(dated) as NonNullable<AlertRow['handling']>;
}

function markView(mark: Mark | undefined): AlertRow['acknowledged'] {
  return mark && { time: toIso(mark.time), who: mark.who };
}
