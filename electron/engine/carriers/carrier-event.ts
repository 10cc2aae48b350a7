import { parseDeviceTime } from '#shared/domain/time.ts';

/** One event of a parcel as a tracking service tells it. */
export interface ToldEvent {
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly time: number;
  readonly carrierCode: string;
  /** The service's codes, the most exact first. */
  readonly serviceCodes: readonly string[];
  readonly text: string;
  readonly place: string | undefined;
}

export interface ToldEvents {
  readonly events: readonly ToldEvent[];
  /** Events that cannot be used, each with its reason. */
  readonly unusable: readonly string[];
}

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** A text that says something, or undefined. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  return text === '' ? undefined : text.slice(0, 256);
}

/** `ORLANDO, FL, US` */
export function placeOf(...parts: readonly unknown[]): string | undefined {
  const known = parts.map(textOf).filter((part) => part !== undefined);
  return known.length === 0 ? undefined : known.join(', ');
}

/** Times without a zone are of the station's zone. */
export function timeOf(value: unknown, timeZone: string): number | undefined {
  const parsed = parseDeviceTime(value, timeZone);
  return parsed.ok ? parsed.time : undefined;
}
