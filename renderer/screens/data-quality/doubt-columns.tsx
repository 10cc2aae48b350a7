import { dataQualityText } from '#renderer/text/data-quality.ts';
import { formatCoordinates, quantityLabel } from '#renderer/text/format.ts';
import { visibleText } from '#renderer/text/payload.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import type { Column } from '#renderer/ui/table-column.ts';
import { Time } from '#renderer/ui/Time.tsx';

import styles from './DataQualityScreen.module.css';
import { suspicionOf, type Doubt } from './doubts.ts';

const { doubts: text } = dataQualityText;
const { columns: titles } = text;
const tones = { open: 'warn', accepted: 'ok', rejected: 'bad' } as const;

/** The place or the measured value, as the device gave it. */
export function DoubtValue({ doubt }: { readonly doubt: Doubt }) {
  const { lat, lon, type, value, uom = null } = doubt;
  if (lat !== undefined && lon !== undefined) return <span>{formatCoordinates(lat, lon)}</span>;
  return <Quantity type={type ?? ''} value={value} uom={uom} />;
}

export function doubtWhat({ kind, type, channel }: Doubt): string {
  if (kind === 'position') return text.position;
  const label = quantityLabel(type ?? '');
  return channel === undefined ? label : `${label}, ${channel}`;
}

export function DecisionMark({ doubt }: { readonly doubt: Doubt }) {
  return <Badge tone={tones[doubt.decision]}>{text.decisions[doubt.decision]}</Badge>;
}

export const doubtColumns: readonly Column<Doubt>[] = [
  {
    id: 'time',
    title: titles.time,
    width: '11rem',
    cell: (row) => <Time at={row.time} />,
  },
  {
    id: 'device',
    title: titles.device,
    width: 'minmax(8rem, 2fr)',
    cell: (row) => <span>{visibleText(row.deviceId)}</span>,
  },
  { id: 'what', title: titles.what, width: 'minmax(7rem, 1fr)', cell: doubtWhat },
  {
    id: 'value',
    title: titles.value,
    width: '9.5rem',
    align: 'end',
    cell: (row) => <DoubtValue doubt={row} />,
  },
  {
    id: 'why',
    title: titles.why,
    width: 'minmax(8rem, 1.5fr)',
    cell: (row) => <span data-tip={suspicionOf(row)}>{suspicionOf(row)}</span>,
  },
  { id: 'decision', title: titles.decision, width: '6rem', cell: (row) => <DecisionMark doubt={row} /> },
  {
    id: 'by',
    title: titles.by,
    width: '7rem',
    cell: (row) => <span className={styles['quiet']}>{row.decidedBy ?? ''}</span>,
  },
];

/** Beside a doubt that is shown, which says the rest. */
export const narrowDoubtColumns = doubtColumns.filter(({ id }) => id !== 'what' && id !== 'by');
