/** When nobody watched a thing, found by going through every minute. Knows nothing of the program. */
export interface OracleSensor {
  readonly deviceId: string;
  /** When it spoke. Ascending. */
  readonly instants: readonly number[];
  readonly stays: readonly { readonly from: number; readonly to: number | undefined }[];
}

const minute = 60_000;

export function unwatchedMinutes(
  sensors: readonly OracleSensor[],
  { from, to, allowedMs }: { readonly from: number; readonly to: number; readonly allowedMs: number },
): { readonly from: number; readonly to: number | undefined }[] {
  const found: { from: number; to: number | undefined }[] = [];
  let isOpen = false;
  for (let at = from; at <= to; at += minute) {
    const there = sensors.filter(({ stays }) =>
      stays.some((stay) => stay.from <= at && at < (stay.to ?? Infinity)),
    );
    const isUnwatched =
      there.length > 1 && there.every((sensor) => isSilentAt(sensor, at, { to, allowedMs }));
    if (isUnwatched && !isOpen) found.push({ from: at, to: undefined });
    else if (!isUnwatched && isOpen) found.at(-1)!.to = at;
    isOpen = isUnwatched;
  }
  return found;
}

/** It has said nothing for as long as is allowed, and goes on to say nothing. */
function isSilentAt(
  { instants }: OracleSensor,
  at: number,
  { to, allowedMs }: { readonly to: number; readonly allowedMs: number },
): boolean {
  const last = instants.findLast((time) => time <= at);
  const next = instants.find((time) => time > at) ?? to + minute;
  return last !== undefined && at - last >= allowedMs && next - last > allowedMs;
}
