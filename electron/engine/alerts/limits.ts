import { createHash } from 'node:crypto';

import type { ProfileLimitRow, TemperatureProfileRow } from '#shared/contract/types.ts';
import { quantityOf } from '#shared/domain/quantities.ts';
import { DomainError } from '#shared/result.ts';

/** A limit of a profile that readings are held against, with the key its alerts are kept under. */
export interface Limit extends ProfileLimitRow {
  readonly key: string;
  readonly profileId: string;
  readonly profileName: string;
  /** Says in what state the profile was used: it changes with every limit of it. */
  readonly profileVersion: string;
  /** What breaking it is called. */
  readonly kind: LimitAlertKind;
  /** The value of the profile's lower limit, where it has one. */
  readonly lowerLimit?: number | undefined;
}

/** Alerts that a profile raises. */
export type LimitAlertKind =
  | 'temperature-excursion'
  | 'humidity-excursion'
  | 'freeze'
  | 'stability-budget'
  | 'sensor-silent';

/** True for limits judged by the value at hand and how long it lasted. */
export function isStepped({ mode }: Pick<ProfileLimitRow, 'mode'>): boolean {
  return mode === 'single' || mode === 'consecutive';
}

/** True for a value that breaks the limit; a value at it does so only when the limit is inclusive. */
export function isBeyond({ side, value, inclusive }: ProfileLimitRow, measured: number): boolean {
  if (measured === value) return inclusive;
  return side === 'above' ? measured > value : measured < value;
}

/** True for a value that lets an alarm go: within the limit and at the clear value or better. */
export function isClear(limit: ProfileLimitRow, measured: number): boolean {
  if (isBeyond(limit, measured)) return false;
  if (limit.clearValue === undefined) return true;
  return limit.side === 'above' ? measured <= limit.clearValue : measured >= limit.clearValue;
}

/** True when a value is further beyond the limit than another. */
export function isWorse({ side }: ProfileLimitRow, measured: number, than: number): boolean {
  return side === 'above' ? measured > than : measured < than;
}

/** The limits of a profile, each with a key made of everything that changes what breaks it. */
export function limitsOf(profile: Pick<TemperatureProfileRow, 'id' | 'name' | 'limits'>): Limit[] {
  const profileVersion = versionOf(profile);
  const lowerLimit = lowerLimitOf(profile.limits);
  return profile.limits.map((limit) => ({
    ...limit,
    key: `${keyOf(limit)} ${profile.id}`,
    profileId: profile.id,
    profileName: profile.name,
    profileVersion,
    kind: kindOf(limit, profile.limits),
    lowerLimit,
  }));
}

function keyOf(limit: ProfileLimitRow): string {
  const { side, value, inclusive, quantity, mode, forS, windowS, clearValue, clearForS, scope } = limit;
  const looksBack = mode === 'single' || mode === 'consecutive' ? [] : [windowS ?? '', scope ?? ''];
  const parts = [
    quantity,
    side,
    value,
    inclusive ? 'at' : 'beyond',
    mode,
    forS ?? 0,
    clearValue ?? '',
    clearForS ?? 0,
    ...looksBack,
  ];
  return parts.join(' ');
}

/** The first twelve digits of the hash of what a profile demands: the same limits have the same version anywhere. */
export function versionOf({ id, limits }: Pick<TemperatureProfileRow, 'id' | 'limits'>): string {
  const said = limits.map((limit) => `${keyOf(limit)} ${limit.severity} ${limit.latching ?? false}`);
  return createHash('sha256')
    .update([id, ...said].join('\n'))
    .digest('hex')
    .slice(0, 12);
}

/** The warmest temperature that single values may not be below. */
function lowerLimitOf(limits: readonly ProfileLimitRow[]): number | undefined {
  const lower = limits.filter(
    ({ side, quantity, mode }) =>
      side === 'below' && quantity === 'Temperature' && (mode === 'single' || mode === 'consecutive'),
  );
  return lower.length === 0 ? undefined : Math.max(...lower.map(({ value }) => value));
}

/** Goods that are kept above zero freeze; for those kept frozen being colder is an excursion like another. */
function kindOf(limit: ProfileLimitRow, all: readonly ProfileLimitRow[]): LimitAlertKind {
  if (limit.mode === 'silence') return 'sensor-silent';
  if (limit.mode === 'budget') return 'stability-budget';
  if (limit.quantity === 'RelativeHumidity') return 'humidity-excursion';
  const isFreezing = limit.side === 'below' && limit.value <= 0 && limit.mode !== 'rate';
  const isKeptAboveZero = all.some(
    ({ side, value, quantity, mode }) =>
      side === 'above' && value > 0 && quantity === 'Temperature' && mode !== 'rate',
  );
  return isFreezing && isKeptAboveZero ? 'freeze' : 'temperature-excursion';
}

/** Refuses what would be kept without ever raising an alarm, or would never let one go. */
export function checkLimits(limits: readonly ProfileLimitRow[]): void {
  for (const [index, limit] of limits.entries()) {
    const problem = problemOf(limit);
    if (problem !== undefined)
      throw new DomainError('invalid-request', problem.message, {
        field: `limits.${index}.${problem.field}`,
      });
  }
}

function problemOf(limit: ProfileLimitRow): { readonly field: string; readonly message: string } | undefined {
  const { mode, side, value, clearValue, forS, quantity, scope } = limit;
  if (mode === 'silence' && scope === 'calendar')
    return { field: 'scope', message: 'A limit on silence applies always, or on a leg.' };
  if ((mode === 'silence' || mode === 'budget') && (forS ?? 0) <= 0)
    return { field: 'forS', message: `A limit of mode '${mode}' needs the time it allows.` };
  if (mode === 'rate' && value === 0)
    return { field: 'value', message: 'A limit on the rate of change needs a change other than zero.' };
  if (mode === 'mkt' && quantity !== 'Temperature')
    return { field: 'quantity', message: 'Only temperatures have a mean kinetic temperature.' };
  if (mode === 'mkt' && side === 'below')
    return { field: 'side', message: 'A mean kinetic temperature does not tell what was too cold.' };
  if (mode === 'rate' || clearValue === undefined) return undefined;
  const isOutside = side === 'above' ? clearValue > value : clearValue < value;
  if (!isOutside) return undefined;
  return { field: 'clearValue', message: `The clear value ${clearValue} lies beyond the limit ${value}.` };
}

/** A measured value as people write it: `8.4 °C`. */
export function valueText(quantity: string, value: number): string {
  const known = quantityOf(quantity);
  const digits = Math.max(known?.decimals ?? 1, decimalsOf(value));
  return `${value.toFixed(Math.min(digits, 3))} ${known?.symbol ?? ''}`.trim();
}

function decimalsOf(value: number): number {
  return String(value).split('.')[1]?.length ?? 0;
}

/** The limit in words: `above 8 °C for 10 min`. */
export function limitText(limit: ProfileLimitRow): string {
  const { side, value, inclusive, quantity, mode, forS, windowS } = limit;
  const symbol = quantityOf(quantity)?.symbol ?? '';
  const words = inclusive ? (side === 'above' ? 'at or above' : 'at or below') : side;
  const boundary = `${words} ${value} ${symbol}`;
  const lasting = forS === undefined || forS === 0 ? '' : ` for ${durationText(forS * 1000)}`;
  const within = windowS === undefined ? '' : ` within ${durationText(windowS * 1000)}`;
  switch (mode) {
    case 'single':
    case 'consecutive':
      return `${boundary}${lasting}`;
    case 'cumulative':
    case 'budget':
      return `${boundary}${lasting} in all${within}`;
    case 'rate':
      return `${side === 'above' ? 'rising' : 'falling'} by more than ${Math.abs(value)} ${symbol}${within || ' within 60 min'}`;
    case 'silence':
      return `no reading${lasting}${limit.scope === 'leg' ? ' on a vehicle' : ''}`;
    case 'mkt':
      return `mean kinetic temperature ${boundary}${within}`;
  }
}

/** A span of time in the words of a message. */
export function durationText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (ms < 90_000) return `${Math.round(ms / 1000)} s`;
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 6) / 10;
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}
