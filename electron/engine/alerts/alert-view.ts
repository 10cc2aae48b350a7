import type { AlertRow } from '#shared/contract/types.ts';
import { alertIdOf } from '#shared/domain/alert.ts';
import { toIso } from '#shared/domain/time.ts';

import { compact } from '../live/rows.ts';
import type { AlertBook, AlertRecord } from './book.ts';
import type { Handling, Statement } from './handling.ts';
import { stateOf, type Mark } from './lifecycle.ts';

/** An alert as the contract gives it; what it rests on is told in the names people know. */
export function alertView(
  record: AlertRecord,
  now: number,
  { inNames }: Pick<AlertBook, 'inNames'>,
): AlertRow {
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
  const named = (evidence: AlertRow['evidence']): AlertRow['evidence'] =>
    evidence.map((fact) => ({ ...fact, text: inNames(fact.text) }));
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
    evidence: named([...record.evidence]),
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
    mismatch: mismatch && {
      ...mismatch,
      sides: mismatch.sides.map(({ title, evidence }) => ({ title, evidence: named(evidence) })),
    },
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
