import { verdictText } from '#renderer/text/orders.ts';
import { formatCount, formatDuration } from '#renderer/text/format.ts';
import { qualityText } from '#renderer/text/quality.ts';
import { outcomeWords, scansText, stepLabel } from '#renderer/text/scans.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { Badge } from '#renderer/ui/Badge.tsx';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';
import type { Column } from '#renderer/ui/table-column.ts';
import type { ScanEventRow, SiteRow } from '#shared/contract/types.ts';
import { lateAfterMs } from '#shared/domain/time.ts';

import { delayMs } from './scan-stream.ts';
import { ScanTime } from './ScanTime.tsx';
import styles from './ScansScreen.module.css';
import { verdictTone } from './verdict-tone.ts';

const { column: titles, columnTip: tips } = scansText;

/** How much of a scan there is room for in its row; the side panel has all of it. */
export type ScanRoom = 'all' | 'most' | 'few';

const leftOut: Readonly<Record<ScanRoom, readonly string[]>> = {
  all: [],
  most: ['readPoint', 'flags'],
  few: ['readPoint', 'flags', 'site', 'device', 'onto', 'outcome'],
};

/** The columns of both lists of scans. */
export function scanColumns(
  sites: ReadonlyMap<string, SiteRow>,
  room: ScanRoom,
): readonly Column<ScanEventRow>[] {
  return everyColumn(sites).filter(({ id }) => !leftOut[room].includes(id));
}

function everyColumn(sites: ReadonlyMap<string, SiteRow>): readonly Column<ScanEventRow>[] {
  const zoneOf = ({ siteId }: ScanEventRow): { readonly timeZone?: string } => {
    const timeZone = siteId === undefined ? undefined : sites.get(siteId)?.timeZone;
    return timeZone === undefined ? {} : { timeZone };
  };
  return [
    {
      id: 'time',
      title: titles.time,
      tip: tips.time,
      width: '10rem',
      cell: (row) => <ScanTime at={row.time} {...zoneOf(row)} />,
    },
    {
      id: 'age',
      title: titles.age,
      tip: tips.age,
      width: '7.75rem',
      cell: (row) => (
        <>
          <Age at={row.time} {...zoneOf(row)} />
          <DelayMark row={row} />
        </>
      ),
    },
    ...whatColumns,
    {
      id: 'site',
      title: titles.site,
      width: 'minmax(4.5rem, 1fr)',
      cell: ({ siteId }) =>
        siteId === undefined ? null : <span data-tip={siteId}>{sites.get(siteId)?.name ?? siteId}</span>,
    },
    ...fromColumns,
  ];
}

const whatColumns: readonly Column<ScanEventRow>[] = [
  // Wide enough for a whole SSCC: it is its last digits that tell one from the next.
  { id: 'codes', title: titles.codes, width: 'minmax(12.5rem, 2fr)', cell: CodesCell },
  {
    id: 'step',
    title: titles.step,
    width: 'minmax(6rem, 1fr)',
    cell: ({ bizStep }) =>
      bizStep === undefined ? null : <span data-tip={bizStep}>{stepLabel(bizStep)}</span>,
  },
  { id: 'verdict', title: titles.verdict, width: 'minmax(7.25rem, 1fr)', cell: VerdictCell },
  {
    id: 'readPoint',
    title: titles.readPoint,
    width: 'minmax(4.25rem, 0.7fr)',
    cell: ({ readPoint }) => (readPoint === undefined ? null : <span data-tip={readPoint}>{readPoint}</span>),
  },
];

const fromColumns: readonly Column<ScanEventRow>[] = [
  {
    id: 'device',
    title: titles.device,
    width: 'minmax(4.25rem, 0.8fr)',
    cell: ({ deviceId }) => <span data-tip={deviceId}>{deviceId}</span>,
  },
  { id: 'onto', title: titles.onto, tip: tips.onto, width: 'minmax(4.75rem, 0.9fr)', cell: OntoCell },
  { id: 'outcome', title: titles.outcome, width: 'minmax(6.75rem, 0.9fr)', cell: OutcomeCell },
  { id: 'flags', title: titles.flags, tip: tips.flags, width: 'minmax(5.25rem, 0.9fr)', cell: FlagsCell },
];

function DelayMark({ row }: { readonly row: ScanEventRow }) {
  const delay = delayMs(row);
  if (Math.abs(delay) <= lateAfterMs) return null;
  const length = formatDuration(Math.abs(delay) / 1000);
  return (
    <Badge tone="warn" tip={delay > 0 ? scansText.lateTip(length) : scansText.earlyTip(length)}>
      {delay > 0 ? scansText.lateMark : scansText.earlyMark}
    </Badge>
  );
}

function CodesCell({ codes }: ScanEventRow) {
  const [first = ''] = codes;
  return (
    <>
      <span className={styles['code']} data-tip={codes.slice(0, 20).join('\n')}>
        {first}
      </span>
      {codes.length > 1 && (
        <span className={styles['more']}>{scansText.moreCodes(formatCount(codes.length - 1))}</span>
      )}
    </>
  );
}

function VerdictCell({ verdict }: ScanEventRow) {
  if (verdict === undefined) return null;
  return (
    <span data-tip={verdictText[verdict].tip}>
      <StatusDot tone={verdictTone[verdict]} label={verdictText[verdict].label} />
    </span>
  );
}

function OntoCell({ vehicleId, parent }: ScanEventRow) {
  const words = [vehicleId, parent].filter((word) => word !== undefined).join(' · ');
  return words === '' ? null : <span data-tip={words}>{words}</span>;
}

function OutcomeCell({ outcome }: ScanEventRow) {
  if (outcome === undefined) return null;
  const { label, tone } = outcomeWords(outcome);
  return (
    <span>
      <StatusDot tone={tone} label={label} />
    </span>
  );
}

function FlagsCell({ quality }: ScanEventRow) {
  // Being late has a column of its own.
  const [first, ...others] = quality.filter((flag) => flag !== 'late');
  if (first === undefined) return null;
  const tip = [first, ...others]
    .map((flag) => `${qualityText[flag].label}: ${qualityText[flag].meaning}`)
    .join('\n');
  return (
    <>
      <Badge tone={qualityText[first].tone} tip={tip}>
        {qualityText[first].label}
      </Badge>
      {others.length > 0 && (
        <span className={styles['more']}>{scansText.moreFlags(formatCount(others.length))}</span>
      )}
    </>
  );
}
