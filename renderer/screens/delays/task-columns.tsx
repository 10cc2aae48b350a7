import {
  Cpu,
  GitCompareArrows,
  Layers,
  type LucideIcon,
  MonitorCog,
  Package,
  Timer,
  Truck,
  Warehouse,
} from 'lucide-react';

import type { FindingRow } from '#shared/contract/types.ts';
import type { TaskSubjectType } from '#shared/domain/finding.ts';

import type { SubjectNames } from '#renderer/alerts/use-subject-names.ts';
import { messageWords } from '#renderer/alerts/message-words.ts';
import { useAlertZone } from '#renderer/alerts/use-alert-zone.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { alertKindText, subjectTypeText } from '#renderer/text/alerts.ts';
import { findingsText as text } from '#renderer/text/findings.ts';
import { codeEnd, formatAge, formatCount } from '#renderer/text/format.ts';
import { shareWords } from '#renderer/text/order-notes.ts';
import { Age } from '#renderer/ui/Age.tsx';
import type { Column } from '#renderer/ui/table-column.ts';

import type { RankedTask } from './board-filter.ts';
import styles from './DelaysScreen.module.css';

interface ColumnOptions {
  readonly names: SubjectNames;
  /** Beside what is shown of one there is less room. */
  readonly isNarrow: boolean;
  readonly isIgnored: boolean;
}

const { columns: titles } = text;

const subjectIcons: Readonly<Record<TaskSubjectType, LucideIcon>> = {
  order: Package,
  parcel: Package,
  pallet: Layers,
  vehicle: Truck,
  device: Cpu,
  site: Warehouse,
  system: MonitorCog,
};

/** What the board says of each thing to do. */
export function taskColumns({ names, isNarrow, isIgnored }: ColumnOptions): readonly Column<RankedTask>[] {
  const about: Column<RankedTask> = {
    id: 'subject',
    title: titles.subject,
    width: isNarrow ? 'minmax(9.25rem, 1fr)' : 'minmax(11rem, 2fr)',
    cell: ({ subject, order }) => {
      const Icon = subjectIcons[subject.type];
      const name = names.nameOf(subject);
      const customer = order?.customerName;
      const tip = [`${subjectTypeText[subject.type]} ${name}`, ...(customer === undefined ? [] : [customer])];
      return (
        <span className={styles['about']} data-tip={tip.join('\n')}>
          <Icon size={14} aria-label={subjectTypeText[subject.type]} />
          <span>{codeEnd(name)}</span>
          {!isNarrow && <span className={styles['quiet']}>{customer}</span>}
        </span>
      );
    },
  };
  if (isNarrow) return [rank, about, kinds, impact, isIgnored ? until : since];
  return [rank, about, kinds, message, impact, late, isIgnored ? until : since];
}

const rank: Column<RankedTask> = {
  id: 'rank',
  title: titles.rank,
  tip: titles.rankTip,
  width: '2rem',
  align: 'end',
  cell: (row) => <span className={styles['quiet']}>{formatCount(row.rank)}</span>,
};

const kinds: Column<RankedTask> = {
  id: 'kind',
  title: titles.kind,
  width: 'minmax(8.5rem, 1.7fr)',
  cell: ({ findings }) => {
    const words = kindWords(findings);
    return (
      <span className={styles['kind']} data-tip={words.join('\n')}>
        <GroupIcon group={findings[0]?.group ?? 'mismatch'} />
        <span>{words.join(' · ')}</span>
      </span>
    );
  },
};

/** Whether it is a delay or a mismatch; a word to those who do not see it. */
export function GroupIcon({ group }: Pick<FindingRow, 'group'>) {
  const Icon = group === 'delay' ? Timer : GitCompareArrows;
  return <Icon size={14} aria-label={text.groups[group]} />;
}

/** What is wrong, each kind once, in the order of the findings. */
function kindWords(findings: readonly Pick<FindingRow, 'kind'>[]): string[] {
  const counts = new Map<FindingRow['kind'], number>();
  for (const { kind } of findings) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) =>
    count === 1 ? alertKindText[kind] : text.times(alertKindText[kind], formatCount(count)),
  );
}

const message: Column<RankedTask> = {
  id: 'message',
  title: titles.message,
  tip: titles.messageTip,
  width: 'minmax(10rem, 2.1fr)',
  cell: (row) => row.findings[0] !== undefined && <Message row={row} finding={row.findings[0]} />,
};

const longCodes = /(?:\(\d{2,4}\))?[0-9A-Z-]{15,}/g;

function Message({ row, finding }: { readonly row: RankedTask; readonly finding: FindingRow }) {
  const words = messageWords(finding.message, useAlertZone(finding));
  const short = finding.kind === 'late-predicted' ? delayWords(row) : undefined;
  return <span data-tip={words}>{short ?? words.replaceAll(longCodes, codeEnd)}</span>;
}

/** By how much it is expected to be late; of that the message, which stays as it was raised, says nothing. */
function delayWords({ order }: RankedTask): string | undefined {
  if (order?.expected === undefined || order.promisedUntil === undefined) return undefined;
  const lateMs = Date.parse(order.expected) - Date.parse(order.promisedUntil);
  return lateMs > 0 ? text.expectedAfter(formatAge(lateMs)) : undefined;
}

const impact: Column<RankedTask> = {
  id: 'impact',
  title: titles.impact,
  tip: titles.impactTip,
  width: '11.25rem',
  cell: (row) => <Impact row={row} />,
};

/** Promises that are not yet due, those that are broken, or what else hangs on it. */
function Impact({ row }: { readonly row: RankedTask }) {
  const now = useNow(30_000);
  const { keepable, broken, nextPromise, orders } = row.impact;
  const isOne = row.order !== undefined;
  const parts = [
    ...(keepable === 0 || isOne ? [] : [text.canBeKept(formatCount(keepable))]),
    ...(nextPromise === undefined ? [] : [nextWords(now - Date.parse(nextPromise), isOne)]),
    ...(broken === 0 ? [] : [isOne ? brokenWords(row, now) : text.brokenCount(formatCount(broken))]),
  ];
  if (parts.length > 0) return <span data-tip={parts.join(' · ')}>{parts.join(' · ')}</span>;
  return <span className={styles['quiet']}>{noPromiseWords(row, orders)}</span>;
}

function nextWords(age: number, isOne: boolean): string {
  return isOne ? text.next(formatAge(age)) : formatAge(age);
}

function brokenWords({ order }: RankedTask, now: number): string {
  const until = order?.promisedUntil;
  return until === undefined ? text.promise.broken : text.brokenSince(formatAge(now - Date.parse(until)));
}

function noPromiseWords({ order }: RankedTask, orders: number): string {
  if (order === undefined) return orders === 0 ? text.noOrder : text.noPromise(formatCount(orders));
  return order.promise === 'over' ? text.orderOver : text.orderNoPromise;
}

const late: Column<RankedTask> = {
  id: 'late',
  title: titles.late,
  tip: titles.lateTip,
  width: '4.25rem',
  align: 'end',
  cell: ({ impact: { lateProbability } }) =>
    lateProbability === undefined ? (
      <span className={styles['quiet']}>—</span>
    ) : (
      <span className={styles['figure']}>{shareWords(lateProbability)}</span>
    ),
};

const since: Column<RankedTask> = {
  id: 'since',
  title: titles.since,
  tip: titles.sinceTip,
  width: '5.5rem',
  align: 'end',
  cell: (row) => <Age at={row.startTime} />,
};

const until: Column<RankedTask> = {
  id: 'until',
  title: titles.until,
  width: '6.5rem',
  align: 'end',
  cell: ({ findings }) => {
    const ends = findings.flatMap(({ ignored }) => ignored?.until ?? []);
    return ends.length === 0 ? null : <Age at={ends.toSorted()[0]} />;
  },
};
