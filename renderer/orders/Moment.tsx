import type { Teller } from '#shared/domain/answer/answer-words.ts';

import { useNow } from '#renderer/data/use-now.ts';
import { momentWords, periodWords } from '#renderer/text/day-words.ts';
import { formatDateTime, formatUtc } from '#renderer/text/format.ts';
import { usePageClock } from '#renderer/ui/clock.ts';

export interface MomentProps {
  readonly at: string;
  /** Present: a period that ends here. */
  readonly until?: string;
  /** IANA zone; default: the page's. */
  readonly timeZone?: string;
}

/** An instant or a period as people say it, `18:00 tomorrow`; with offset and in UTC when pointed at. */
export function Moment({ at, until, timeZone }: MomentProps) {
  const clock = usePageClock();
  const now = useNow(60_000);
  const teller: Teller = { now, timeZone: timeZone ?? clock.timeZone };
  const from = Date.parse(at);
  if (until === undefined) {
    return (
      <time dateTime={at} data-tip={tipOf(from, teller)}>
        {momentWords(from, teller)}
      </time>
    );
  }
  const to = Date.parse(until);
  return (
    <span className="tabular" data-tip={`${tipOf(from, teller)}\n\n${tipOf(to, teller)}`}>
      {periodWords(from, to, teller)}
    </span>
  );
}

function tipOf(time: number, { timeZone }: Teller): string {
  return `${formatDateTime(time, timeZone)}\n${formatUtc(time)}`;
}
