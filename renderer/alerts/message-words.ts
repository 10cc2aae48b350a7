import { formatDateTime } from '#renderer/text/format.ts';

const instant = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;

/** What an alert says, with its instants told in a zone; the engine writes them in UTC. */
export function messageWords(text: string, timeZone: string): string {
  return text.replaceAll(instant, (found) => {
    const time = Date.parse(found);
    return Number.isNaN(time) ? found : formatDateTime(time, timeZone);
  });
}
