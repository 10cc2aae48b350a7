import type { JsonFields } from '#shared/domain/json-guard.ts';
import type { Observation, Rejected, RejectReason } from '#shared/domain/observation.ts';
import type { QualityFlag } from '#shared/domain/quality.ts';

import type { DecodeContext } from './adapter.ts';
import { maxTextLength, numberProblem, readTime, type Range } from './fields.ts';

/** One object of a native message while it is being read. */
export interface NativeItem {
  readonly fields: JsonFields;
  readonly siteId: string;
  readonly deviceId: string;
  readonly context: DecodeContext;
  readonly observations: Observation[];
  readonly rejected: Rejected[];
  /** Names the item inside a batch; empty for a single message. */
  readonly label: string;
}

/** What every native item says besides its content. */
export interface NativeHead {
  readonly deviceId: string;
  readonly siteId: string;
  time?: number;
  boot?: string;
  seq?: number;
  quality?: QualityFlag[];
}

const locationFree: Range = { min: 0, max: Number.MAX_SAFE_INTEGER };

export function reject(item: NativeItem, reason: RejectReason, detail: string): undefined {
  item.rejected.push({ reason, detail: `${item.label}${detail}`, deviceId: item.deviceId });
  return undefined;
}

/** Time, boot and sequence number; undefined (and rejected) when one of them cannot be trusted. */
export function readHead(item: NativeItem): NativeHead | undefined {
  const { fields } = item;
  const head: NativeHead = { deviceId: item.deviceId, siteId: item.siteId };
  if (contradicts(fields['deviceId'], item.deviceId) || contradicts(fields['siteId'], item.siteId)) {
    flag(head, 'mismatch');
  }
  if (isThere(fields['time'])) {
    const parsed = readTime(fields['time'], item.context, item.deviceId, item.siteId);
    if (!parsed.ok) return reject(item, 'invalid-time', parsed.why);
    head.time = parsed.time;
    if (parsed.zoneAssumed) flag(head, 'zone-assumed');
  }
  return readBoot(item, head) && readSeq(item, head) ? head : undefined;
}

export function flag(head: NativeHead, quality: QualityFlag): void {
  (head.quality ??= []).push(quality);
}

function readBoot(item: NativeItem, head: NativeHead): boolean {
  const boot = item.fields['boot'];
  if (!isThere(boot)) return true;
  const text = textOrNumber(boot);
  if (text === undefined) {
    reject(item, 'invalid-field', 'boot must be a text or a number');
    return false;
  }
  if (text !== '') head.boot = text;
  return true;
}

function readSeq(item: NativeItem, head: NativeHead): boolean {
  const seq = item.fields['seq'];
  if (!isThere(seq)) return true;
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 0) {
    reject(item, 'invalid-field', 'seq must be a whole number, 0 or more');
    return false;
  }
  head.seq = seq;
  return true;
}

/** Null says the same as leaving a field out. */
export function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** A number that may be left out. A wrong one is rejected as a part; the rest of the item stands. */
export function optionalNumber(
  item: NativeItem,
  key: string,
  range: Range = locationFree,
): number | undefined {
  const value = item.fields[key];
  if (!isThere(value)) return undefined;
  const problem = numberProblem(key, value, range);
  return problem === undefined ? Number(value) : reject(item, problem.reason, problem.detail);
}

/** A number without which the item means nothing. */
export function requiredNumber(item: NativeItem, key: string, range: Range): number | undefined {
  if (!isThere(item.fields[key])) return reject(item, 'missing-field', `${key} is missing`);
  return optionalNumber(item, key, range);
}

export type TextField = { readonly ok: true; readonly text: string | undefined } | { readonly ok: false };

/** A text that may be left out; an empty one says nothing. A wrong one is rejected. */
export function optionalText(item: NativeItem, key: string, maxLength = maxTextLength): TextField {
  const value = item.fields[key];
  if (!isThere(value)) return { ok: true, text: undefined };
  if (typeof value !== 'string' || value.length > maxLength) {
    reject(item, 'invalid-field', `${key} must be a text of at most ${maxLength} characters`);
    return { ok: false };
  }
  const text = value.trim();
  return { ok: true, text: text === '' ? undefined : text };
}

/** Text, or a number written as text; undefined for anything else. */
export function textOrNumber(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  return typeof value === 'string' && value.length <= maxTextLength ? value.trim() : undefined;
}

function contradicts(stated: unknown, actual: string): boolean {
  return isThere(stated) && stated !== '' && textOrNumber(stated) !== actual;
}
