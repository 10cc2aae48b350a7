import type { QuarantineEntry } from '#shared/contract/types.ts';
import { devicesText, reasonText } from '#renderer/text/devices.ts';
import { formatBytes, formatCount } from '#renderer/text/format.ts';
import { visibleText } from '#renderer/text/payload.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { Badge } from '#renderer/ui/Badge.tsx';
import type { Column } from '#renderer/ui/table-column.ts';
import { Value } from '#renderer/ui/Value.tsx';

const { quarantineView: text } = devicesText;

export const quarantineColumns: readonly Column<QuarantineEntry>[] = [
  {
    id: 'reason',
    title: text.reason,
    width: '10.5rem',
    cell: (row) => <Badge tone="warn">{reasonText[row.reason]}</Badge>,
    sortBy: (row) => reasonText[row.reason],
  },
  {
    id: 'detail',
    title: text.detail,
    width: 'minmax(12rem, 3fr)',
    cell: (row) => <span data-tip={visibleText(row.detail)}>{visibleText(row.detail)}</span>,
    sortBy: (row) => row.detail,
  },
  {
    id: 'topic',
    title: text.topic,
    width: 'minmax(10rem, 2fr)',
    cell: (row) => <code data-tip={visibleText(row.topic)}>{visibleText(row.topic)}</code>,
    sortBy: (row) => row.topic,
  },
  {
    id: 'device',
    title: text.device,
    width: 'minmax(6rem, 1fr)',
    cell: (row) =>
      row.deviceId === undefined ? <Value measured={undefined} /> : <span>{row.deviceId}</span>,
    sortBy: (row) => row.deviceId,
  },
  {
    id: 'count',
    title: text.count,
    width: '4.5rem',
    align: 'end',
    cell: (row) => formatCount(row.count),
    sortBy: (row) => row.count,
  },
  {
    id: 'bytes',
    title: text.bytes,
    width: '5rem',
    align: 'end',
    cell: (row) => <Value measured={formatBytes(row.bytes)} />,
    sortBy: (row) => row.bytes,
  },
  {
    id: 'lastTime',
    title: text.lastTime,
    width: '6rem',
    align: 'end',
    cell: (row) => <Age at={row.lastTime} />,
    sortBy: (row) => -Date.parse(row.lastTime),
  },
];
