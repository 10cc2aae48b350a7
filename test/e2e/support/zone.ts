/** Wall-clock parts of an instant in a zone, by the platform and not by the page's code. */
function partsIn(timeZone: string, at: Date): Readonly<Record<string, string>> {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  });
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** `14:02:11`. */
export function clockIn(timeZone: string, at: Date): string {
  const { hour, minute, second } = partsIn(timeZone, at);
  return `${hour}:${minute}:${second}`;
}

/** `2026-11-22 14:02:11 +05:30`. */
export function dateTimeIn(timeZone: string, at: Date): string {
  const { year, month, day, timeZoneName = '' } = partsIn(timeZone, at);
  const offset = timeZoneName.slice('GMT'.length);
  return `${year}-${month}-${day} ${clockIn(timeZone, at)} ${offset === '' ? '+00:00' : offset}`;
}
