import type { CaseRow } from '#shared/contract/types.ts';

import { useNow } from '#renderer/data/use-now.ts';
import { caseText } from '#renderer/text/cases.ts';
import { formatAge, formatDateTime } from '#renderer/text/format.ts';
import { usePageClock } from '#renderer/ui/clock.ts';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';
import type { CaseState } from '#shared/domain/case.ts';
import type { Tone } from '#renderer/ui/tone.ts';

const tones: Readonly<Record<CaseState, Tone>> = { open: 'info', waiting: 'quiet', closed: 'ok' };

/** How a case stands, as shape and word. */
export function CaseStateMark({ state }: { readonly state: CaseState }) {
  return <StatusDot tone={tones[state]} label={caseText.states[state]} />;
}

/** When a case is due, and that it is overdue. */
export function CaseDueMark({ row }: { readonly row: CaseRow }) {
  const now = useNow(30_000);
  const { timeZone } = usePageClock();
  if (row.dueTime === undefined || row.state === 'closed') return <span>—</span>;
  const due = Date.parse(row.dueTime);
  const label = due < now ? caseText.overdueBy(formatAge(now - due)) : caseText.dueIn(formatAge(due - now));
  return (
    <time dateTime={row.dueTime} data-tip={formatDateTime(due, timeZone)}>
      <StatusDot tone={due < now ? 'bad' : 'quiet'} label={label} />
    </time>
  );
}
