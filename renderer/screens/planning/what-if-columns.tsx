import type { WhatIfResult } from '#shared/contract/types.ts';

import { Moment } from '#renderer/orders/Moment.tsx';
import { orderHref } from '#renderer/orders/order-links.ts';
import { shareWords } from '#renderer/text/order-notes.ts';
import { planningText } from '#renderer/text/planning.ts';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';
import type { Column } from '#renderer/ui/table-column.ts';
import type { Tone } from '#renderer/ui/tone.ts';

import styles from './PlanningScreen.module.css';

const { whatIf: text } = planningText;

export type WhatIfRow = WhatIfResult['items'][number];

const tones: Readonly<Record<WhatIfRow['effect'], Tone>> = {
  breaks: 'bad',
  saves: 'info',
  kept: 'ok',
  broken: 'warn',
  'no-promise': 'quiet',
  unknown: 'quiet',
};

/** What becomes of each order. */
export function whatIfColumns(timeZone: string): readonly Column<WhatIfRow>[] {
  const { columns: titles } = text;
  const time = (at: string | undefined) =>
    at === undefined ? <span className={styles['quiet']}>—</span> : <Moment at={at} timeZone={timeZone} />;
  return [
    {
      id: 'effect',
      title: titles.effect,
      width: '9rem',
      cell: ({ effect }) => <StatusDot tone={tones[effect]} label={text.effects[effect]} />,
    },
    {
      id: 'order',
      title: titles.order,
      width: 'minmax(9rem, 1.5fr)',
      cell: ({ orderNumber, customerName = '' }) => (
        <span data-tip={`${orderNumber} ${customerName}`}>
          <a href={orderHref(orderNumber)}>{orderNumber}</a>{' '}
          <span className={styles['quiet']}>{customerName}</span>
        </span>
      ),
    },
    { id: 'promised', title: titles.promised, width: '9.5rem', cell: (row) => time(row.promisedUntil) },
    { id: 'before', title: titles.before, width: '9.5rem', cell: (row) => time(row.before?.p50) },
    { id: 'after', title: titles.after, width: '9.5rem', cell: (row) => time(row.after?.p50) },
    {
      id: 'chance',
      title: titles.chance,
      width: '8rem',
      align: 'end',
      cell: ({ before, after }) => (
        <span className={styles['figure']}>
          {chance(before?.lateProbability)} → {chance(after?.lateProbability)}
        </span>
      ),
    },
  ];
}

function chance(share: number | undefined): string {
  return share === undefined ? '—' : shareWords(share);
}
