import type { AlertRow } from '#shared/contract/types.ts';

import { AlertMessage } from '#renderer/alerts/AlertMessage.tsx';
import { AlertStateMark } from '#renderer/alerts/AlertStateMark.tsx';
import { isWaiting, stateRank, urgency } from '#renderer/alerts/alert-order.ts';
import { SeverityMark } from '#renderer/alerts/SeverityMark.tsx';
import { alertKindText, alertsText } from '#renderer/text/alerts.ts';
import { codeEnd, formatCount } from '#renderer/text/format.ts';
import { Age } from '#renderer/ui/Age.tsx';
import type { Column } from '#renderer/ui/table-column.ts';

import styles from './AlertsScreen.module.css';
import type { SubjectNames } from '#renderer/alerts/use-subject-names.ts';

const { column: titles, columnTip: tips } = alertsText;

interface ColumnOptions {
  readonly names: SubjectNames;
  /** Beside an alert that is shown there is less room. */
  readonly isNarrow: boolean;
  /** There is room for everything. */
  readonly isWide: boolean;
}

/** What the list says of each alert. */
export function alertColumns({ names, isNarrow, isWide }: ColumnOptions): readonly Column<AlertRow>[] {
  const about: Column<AlertRow> = {
    id: 'subject',
    title: titles.subject,
    width: 'minmax(6rem, 0.9fr)',
    cell: (alert) => <span data-tip={alert.subject.id}>{codeEnd(names.nameOf(alert.subject))}</span>,
    sortBy: (alert) => names.nameOf(alert.subject),
  };
  if (isNarrow) return [severity, state, message, since];
  if (!isWide) return [severity, state, about, message, orders, assignee, since];
  return [severity, state, kind, about, message, orders, assignee, since, raised];
}

const severity: Column<AlertRow> = {
  id: 'severity',
  title: titles.severity,
  tip: tips.severity,
  width: '5.5rem',
  cell: (alert) => <SeverityMark severity={alert.severity} />,
  // Ascending is worst first, as it is read from the top.
  sortBy: (alert) => -urgency(alert),
};

const state: Column<AlertRow> = {
  id: 'state',
  title: titles.state,
  tip: tips.state,
  width: '10.75rem',
  cell: (alert) => <AlertStateMark alert={alert} />,
  sortBy: stateRank,
};

const kind: Column<AlertRow> = {
  id: 'kind',
  title: titles.kind,
  width: 'minmax(6.5rem, 0.6fr)',
  cell: (alert) => <span>{alertKindText[alert.kind]}</span>,
  sortBy: (alert) => alertKindText[alert.kind],
};

const message: Column<AlertRow> = {
  id: 'message',
  title: titles.message,
  width: 'minmax(14rem, 3fr)',
  cell: (alert) => (
    <AlertMessage alert={alert} className={isWaiting(alert) ? styles['waiting'] : undefined} />
  ),
};

const orders: Column<AlertRow> = {
  id: 'orders',
  title: titles.orders,
  tip: tips.orders,
  width: '8.5rem',
  cell: ({ orderNumbers, subject }) => {
    const [first, ...more] = orderNumbers;
    // One that is about an order says which in the column before.
    if (first === undefined || subject.type === 'order') return <span className={styles['aside']}>—</span>;
    return (
      <span data-tip={orderNumbers.slice(0, 20).join('\n')}>
        {more.length === 0 ? first : formatCount(orderNumbers.length)}
      </span>
    );
  },
  sortBy: ({ orderNumbers }) => orderNumbers.length,
};

const assignee: Column<AlertRow> = {
  id: 'assignee',
  title: titles.assignee,
  width: '4.5rem',
  cell: (alert) =>
    alert.assignee === undefined ? <span className={styles['aside']}>—</span> : <span>{alert.assignee}</span>,
  sortBy: (alert) => alert.assignee,
};

const since: Column<AlertRow> = {
  id: 'since',
  title: titles.start,
  tip: tips.start,
  width: '5.25rem',
  align: 'end',
  cell: (alert) => <Age at={alert.startTime} />,
  sortBy: (alert) => -Date.parse(alert.startTime),
};

const raised: Column<AlertRow> = {
  id: 'raised',
  title: titles.raised,
  tip: tips.raised,
  width: '5.25rem',
  align: 'end',
  cell: (alert) => <Age at={alert.raisedTime} />,
  sortBy: (alert) => -Date.parse(alert.raisedTime),
};
