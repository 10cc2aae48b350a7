import type { ProfileLimitRow, TemperatureProfileRow } from '#shared/contract/types.ts';
import { quantityOf } from '#shared/domain/quantities.ts';
import { DomainError } from '#shared/result.ts';

/** A limit of a profile that readings are held against, with the key its alerts are kept under. */
export interface Limit extends ProfileLimitRow {
  readonly key: string;
  readonly profileId: string;
  readonly profileName: string;
}

/** Modes that are evaluated; a profile with another is refused rather than kept without effect. */
export const evaluatedModes: ReadonlySet<ProfileLimitRow['mode']> = new Set(['single', 'consecutive']);

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
  return profile.limits.map((limit) => {
    const { side, value, inclusive, quantity, mode, forS, clearValue, clearForS } = limit;
    const key = [
      quantity,
      side,
      value,
      inclusive ? 'at' : 'beyond',
      mode,
      forS ?? 0,
      clearValue ?? '',
      clearForS ?? 0,
    ];
    return {
      ...limit,
      key: `${key.join(' ')} ${profile.id}`,
      profileId: profile.id,
      profileName: profile.name,
    };
  });
}

/** Refuses what would be kept without ever raising an alarm, or would never let one go. */
export function checkLimits(limits: readonly ProfileLimitRow[]): void {
  for (const [index, { mode, side, value, clearValue }] of limits.entries()) {
    if (!evaluatedModes.has(mode)) {
      const known = [...evaluatedModes].join(', ');
      throw new DomainError(
        'invalid-request',
        `Limits of mode '${mode}' are not evaluated by this version; known are ${known}.`,
        { field: `limits.${index}.mode` },
      );
    }
    const isOutside =
      clearValue !== undefined && (side === 'above' ? clearValue > value : clearValue < value);
    if (isOutside) {
      throw new DomainError(
        'invalid-request',
        `The clear value ${clearValue} lies beyond the limit ${value}.`,
        { field: `limits.${index}.clearValue` },
      );
    }
  }
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
export function limitText({ side, value, inclusive, quantity, forS }: ProfileLimitRow): string {
  const words = inclusive ? (side === 'above' ? 'at or above' : 'at or below') : side;
  const lasting = forS === undefined || forS === 0 ? '' : ` for ${durationText(forS * 1000)}`;
  return `${words} ${value} ${quantityOf(quantity)?.symbol ?? ''}${lasting}`;
}

/** A span of time in the words of a message. */
export function durationText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (ms < 90_000) return `${Math.round(ms / 1000)} s`;
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 6) / 10;
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}
