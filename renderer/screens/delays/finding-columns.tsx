import { GitCompareArrows, Timer } from 'lucide-react';

import type { SubjectNames } from '#renderer/alerts/use-subject-names.ts';
import { messageWords } from '#renderer/alerts/message-words.ts';
import { useAlertZone } from '#renderer/alerts/use-alert-zone.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { alertKindText } from '#renderer/text/alerts.ts';
import { findingsText as text } from '#renderer/text/findings.ts';
import { codeEnd, formatAge, formatCount } from '#renderer/text/format.ts';
import { shareWords } from '#renderer/text/order-notes.ts';
import { Age } from '#renderer/ui/Age.tsx';
import type { Column } from '#renderer/ui/table-column.ts';

import type { RankedFinding } from './board-filter.ts';
import styles from './DelaysScreen.module.css';

interface ColumnOptions {
  readonly names: SubjectNames;
  /** Beside a finding that is shown there is less room. */
  readonly isNarrow: boolean;
  readonly isIgnored: boolean;
}

const { columns: titles } = text;

/** What the board says of each finding. */
export function findingColumns({
  names,
  isNarrow,
  isIgnored,
}: ColumnOptions): readonly Column<RankedFinding>[] {
  const about: Column<RankedFinding> = {
    id: 'subject',
    title: titles.subject,
    width: 'minmax(7.75rem, 0.8fr)',
    cell: ({ subject }) => <span data-tip={subject.id}>{codeEnd(names.nameOf(subject))}</span>,
  };
  if (isNarrow) return [rank, kind, about, impact, isIgnored ? until : since];
  return [rank, kind, about, message, impact, sure, isIgnored ? until : since];
}

const rank: Column<RankedFinding> = {
  id: 'rank',
  title: titles.rank,
  tip: titles.rankTip,
  width: '2.25rem',
  align: 'end',
  cell: (row) => <span className={styles['quiet']}>{formatCount(row.rank)}</span>,
};

const kind: Column<RankedFinding> = {
  id: 'kind',
  title: titles.kind,
  width: 'minmax(10rem, 11rem)',
  cell: (row) => {
    const Icon = row.group === 'delay' ? Timer : GitCompareArrows;
    return (
      <span className={styles['kind']} data-tip={text.views[row.group]}>
        <Icon size={14} aria-hidden />
        {alertKindText[row.kind]}
      </span>
    );
  },
};

const message: Column<RankedFinding> = {
  id: 'message',
  title: titles.message,
  width: 'minmax(12rem, 3fr)',
  cell: (row) => <Message row={row} />,
};

function Message({ row }: { readonly row: RankedFinding }) {
  const words = messageWords(row.message, useAlertZone(row));
  return <span data-tip={words}>{words}</span>;
}

const impact: Column<RankedFinding> = {
  id: 'impact',
  title: titles.impact,
  tip: titles.impactTip,
  width: '12.25rem',
  cell: (row) => <Impact row={row} />,
};

/** Promises that are not yet due, those that are broken, or what else hangs on it. */
function Impact({ row }: { readonly row: RankedFinding }) {
  const now = useNow(30_000);
  const { keepable, broken, nextPromise, orders } = row.impact;
  const parts = [
    ...(keepable === 0 ? [] : [text.canBeKept(formatCount(keepable))]),
    ...(nextPromise === undefined ? [] : [text.next(formatAge(now - Date.parse(nextPromise)))]),
    ...(broken === 0 ? [] : [text.brokenCount(formatCount(broken))]),
  ];
  if (parts.length > 0) return <span data-tip={parts.join(' · ')}>{parts.join(' · ')}</span>;
  return (
    <span className={styles['quiet']}>
      {orders === 0 ? text.noOrder : text.noPromise(formatCount(orders))}
    </span>
  );
}

const sure: Column<RankedFinding> = {
  id: 'sure',
  title: titles.sure,
  tip: titles.sureTip,
  width: '4.5rem',
  align: 'end',
  cell: ({ sureness }) => <SureWords sureness={sureness} />,
};

/** How sure it is, and on hover what that rests on. */
export function SureWords({ sureness }: Pick<RankedFinding, 'sureness'>) {
  const { basis, share, of } = sureness;
  const tips = text.sureTips;
  const tip = basis === 'record' || basis === 'unmeasured' ? tips[basis](formatCount(of)) : tips[basis];
  const words = basis === 'fact' ? text.certain : share === null ? text.unmeasured : shareWords(share);
  return (
    <span data-tip={tip} className={share === null ? styles['quiet'] : styles['figure']}>
      {words}
    </span>
  );
}

const since: Column<RankedFinding> = {
  id: 'since',
  title: titles.since,
  width: '5.5rem',
  align: 'end',
  cell: (row) => <Age at={row.startTime} />,
};

const until: Column<RankedFinding> = {
  id: 'until',
  title: titles.until,
  width: '6.5rem',
  align: 'end',
  cell: (row) => (row.ignored === undefined ? null : <Age at={row.ignored.until} />),
};
