import { dayMs, localToUtc, minuteMs, zoneOffsetMs } from '#shared/domain/time.ts';

/** Times of day in a zone; `to` before `from` is over midnight, both the same is the whole day. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

/** The instant from which on somebody may be told: `time` itself, or the end of the quiet hours it lies in. Pure. */
export function afterQuietHours(time: number, { from, to }: QuietHours, timeZone: string): number {
  const wall = time + zoneOffsetMs(time, timeZone);
  const midnight = Math.floor(wall / dayMs) * dayMs;
  const minutes = (wall - midnight) / minuteMs;
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  const isOverMidnight = begin >= end;
  const isQuiet = isOverMidnight ? minutes >= begin || minutes < end : minutes >= begin && minutes < end;
  if (!isQuiet) return time;
  const day = isOverMidnight && minutes >= begin ? dayMs : 0;
  return localToUtc(midnight + day + end * minuteMs, timeZone);
}

function minutesOf(clockTime: string): number {
  const [hours = 0, minutes = 0] = clockTime.split(':').map(Number);
  return hours * 60 + minutes;
}
