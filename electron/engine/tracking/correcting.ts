import type { z } from 'zod';

import type { Correction } from '#shared/contract/holds.ts';
import type { ParamsOut } from '#shared/contract/index.ts';
import { parseBizStep } from '#shared/domain/cbv.ts';
import { canonicalCode } from '#shared/domain/codes.ts';
import { toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { compact } from '../live/rows.ts';
import type { CorrectionRow, ScanReplacement } from '../store/corrections.ts';
import type { Store } from '../store/store.ts';

type Declared = ParamsOut<'corrections.declare'>;

/** As with messages: nothing is believed that is said to happen later than that. */
const furthestAheadMs = 24 * 3_600_000;

function refuse(message: string, field: string): never {
  throw new DomainError('invalid-request', message, { field });
}

/** The scan a correction is about and what is to be believed of it; refused in one sentence where it makes no sense. */
export function checkCorrection(
  store: Store,
  { target, reason, replacement }: Pick<Declared, 'target' | 'reason' | 'replacement'>,
  now: number,
): { readonly scanKey: number; readonly replacement: ScanReplacement | undefined } {
  const scanKey = Number(/^(?:scan-)?(\d{1,15})(?:-corrected)?$/.exec(target.id)?.[1] ?? -1);
  const record = store.tracking.scan(scanKey);
  if (record === undefined) throw new DomainError('not-found', `No scan ${target.id} is known.`);
  const believed = store.corrections.believed(record);
  if (believed === undefined)
    throw new DomainError(
      'conflict',
      `Scan ${target.id} was declared wrong before. Undo that first to say something else of it.`,
    );
  if (replacement === undefined) return { scanKey, replacement: undefined };
  if (reason === 'did_not_occur')
    refuse('A scan that did not occur has nothing to replace it with.', 'replacement');
  const many = (JSON.parse(believed.codes) as string[]).length;
  return { scanKey, replacement: checkReplacement(replacement, many, now) };
}

function checkReplacement(
  { time, code, codes, bizStep, ...rest }: NonNullable<Declared['replacement']>,
  codesNow: number,
  now: number,
): ScanReplacement {
  if (code !== undefined && codes !== undefined) refuse('Give code or codes, not both.', 'replacement.codes');
  if (code !== undefined && codesNow !== 1)
    refuse(`The scan names ${codesNow} codes: give all of them as codes.`, 'replacement.code');
  const instant = time === undefined ? undefined : Date.parse(time);
  if (instant !== undefined && instant > now + furthestAheadMs)
    refuse('The time is more than a day ahead.', 'replacement.time');
  const step = typeof bizStep === 'string' ? parseBizStep(bizStep) : bizStep;
  if (typeof bizStep === 'string' && step === undefined)
    refuse(`'${bizStep}' is not a CBV business step.`, 'replacement.bizStep');
  if ((rest.lat === undefined) !== (rest.lon === undefined))
    refuse('Give both coordinates or none.', 'replacement.lat');
  const replacement = compact({
    ...rest,
    time: instant,
    codes: code === undefined ? codes : [code],
    bizStep: step,
  });
  if (Object.keys(replacement).length === 0)
    refuse('The replacement says nothing; leave it out if nothing of the scan is right.', 'replacement');
  return replacement;
}

/** Canonical codes a scan named, as it came in and as it is believed. */
export function correctedCodes(store: Store, scanKey: number): string[] {
  const record = store.tracking.scan(scanKey);
  if (record === undefined) return [];
  const versions = [record, store.corrections.believed(record)];
  const codes = versions.flatMap((each) => (each === undefined ? [] : (JSON.parse(each.codes) as string[])));
  return [...new Set(codes.map(canonicalCode))];
}

/** When a scan happened, as it came in or as it is believed, whichever is earlier: news to everything after it. */
export function newsOf(store: Store, scanKey: number): number {
  const record = store.tracking.scan(scanKey);
  const believed = record && store.corrections.believed(record);
  return Math.min(record?.event_time ?? Infinity, believed?.event_time ?? Infinity);
}

/** A correction as the contract shows it. */
export function correctionView(row: CorrectionRow, orderNumbers: string[]): z.output<typeof Correction> {
  return compact({
    correctionId: String(row.key),
    target: { kind: 'scan' as const, id: `scan-${row.scanKey}` },
    reason: row.reason,
    note: row.note,
    replacement: replacementView(row.replacement),
    declarationTime: toIso(row.declaredTime),
    who: row.declaredBy,
    undoneTime: row.undoneTime === undefined ? undefined : toIso(row.undoneTime),
    undoneBy: row.undoneBy,
    undoNote: row.undoNote,
    orderNumbers,
  });
}

export function replacementView(replacement: ScanReplacement | undefined) {
  if (replacement === undefined) return undefined;
  const { time, ...rest } = replacement;
  return { ...rest, ...(time === undefined ? {} : { time: toIso(time) }) } as NonNullable<
    z.output<typeof Correction>['replacement']
  >;
}
