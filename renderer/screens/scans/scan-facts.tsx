import { hrefOf } from '#renderer/data/location-state.ts';
import { formatCoordinates, formatCount, formatDuration, formatNumber } from '#renderer/text/format.ts';
import { verdictText } from '#renderer/text/orders.ts';
import { outcomeWords, scansText, stepLabel } from '#renderer/text/scans.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import type { Fact } from '#renderer/ui/Facts.tsx';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import type { ScanEventRow, SiteRow } from '#shared/contract/types.ts';
import { lateAfterMs } from '#shared/domain/time.ts';

import { delayMs } from './scan-stream.ts';
import styles from './ScansScreen.module.css';
import { verdictTone } from './verdict-tone.ts';

const { panel } = scansText;

type Fields = readonly (Fact | undefined)[];

function present(fields: Fields): Fact[] {
  return fields.filter((field) => field !== undefined);
}

function textFact(label: string, value: string | undefined): Fact | undefined {
  return value === undefined ? undefined : { label, value };
}

function numberFact(label: string, value: number | undefined, unit = ''): Fact | undefined {
  if (value === undefined) return undefined;
  const decimals = Number.isInteger(value) ? 0 : 1;
  return {
    label,
    value: unit === '' ? formatNumber(value, decimals) : `${formatNumber(value, decimals)} ${unit}`,
  };
}

/** What was done, where, and what came of it. */
export function whatFacts(row: ScanEventRow, site: SiteRow | undefined): Fact[] {
  const { bizStep, outcome, lat, lon } = row;
  return present([
    { label: panel.step, value: bizStep === undefined ? panel.noStep : `${stepLabel(bizStep)} (${bizStep})` },
    verdictFact(row),
    outcome === undefined
      ? undefined
      : {
          label: panel.outcome,
          value: <StatusDot tone={outcomeWords(outcome).tone} label={outcomeWords(outcome).label} />,
        },
    numberFact(panel.quantity, row.quantity),
    textFact(panel.readPoint, row.readPoint),
    row.siteId === undefined
      ? undefined
      : {
          label: panel.site,
          value: (
            <a href={hrefOf('/scans', { site: row.siteId })}>
              {site === undefined ? row.siteId : `${site.name} (${row.siteId})`}
            </a>
          ),
        },
    row.vehicleId === undefined
      ? undefined
      : {
          label: panel.vehicle,
          value: <a href={hrefOf('/fleet', { vehicle: row.vehicleId })}>{row.vehicleId}</a>,
        },
    textFact(panel.parent, row.parent),
    lat === undefined || lon === undefined
      ? undefined
      : {
          label: panel.place,
          value: (
            <span className={styles['inline']}>
              {formatCoordinates(lat, lon)}
              <CopyButton text={`${lat}, ${lon}`} label={panel.placeCopy} />
            </span>
          ),
        },
    textFact(panel.operator, row.operator),
  ]);
}

function verdictFact({ verdict, verdictGiven }: ScanEventRow): Fact | undefined {
  if (verdict === undefined) return undefined;
  const wasOther = verdictGiven !== undefined && verdictGiven !== verdict;
  return {
    label: panel.verdict,
    value: (
      <span>
        <StatusDot tone={verdictTone[verdict]} label={verdictText[verdict].label} />{' '}
        <span className={styles['quiet']}>
          {verdictGiven === undefined
            ? panel.notAnswered
            : wasOther
              ? `${panel.verdictGiven}: ${verdictText[verdictGiven].label}`
              : verdictText[verdict].tip}
        </span>
      </span>
    ),
  };
}

/** When it happened and when it was received. */
export function timeFacts(row: ScanEventRow, timeZone: string): Fact[] {
  const delay = delayMs(row);
  const words = (delay < 0 ? scansText.early : scansText.late)(formatDuration(Math.abs(delay) / 1000));
  return [
    { label: panel.eventTime, value: <Time at={row.time} timeZone={timeZone} withAge /> },
    {
      label: panel.recordTime,
      value: (
        <span>
          <Time at={row.recordTime} timeZone={timeZone} />{' '}
          <Badge tone={Math.abs(delay) > lateAfterMs ? 'warn' : 'quiet'}>{words}</Badge>
        </span>
      ),
    },
  ];
}

/** What sent it, and how it came. */
export function sourceFacts(row: ScanEventRow): Fact[] {
  return present([
    {
      label: panel.device,
      value: (
        <span>
          <a href={hrefOf('/devices', { device: row.deviceId })}>{row.deviceId}</a> ·{' '}
          <a href={hrefOf('/scans', { device: row.deviceId })}>{panel.scansOfDevice}</a>
        </span>
      ),
    },
    {
      label: panel.topic,
      value: (
        <span className={styles['inline']}>
          <code>{row.topic}</code>
          <CopyButton text={row.topic} label={panel.topicCopy} />
        </span>
      ),
    },
    row.seq === undefined ? undefined : { label: panel.sequence, value: String(row.seq) },
    textFact(panel.boot, row.boot),
    numberFact(panel.antenna, row.antenna),
    numberFact(panel.signal, row.rssiDbm, 'dBm'),
    row.reads === undefined ? undefined : { label: panel.reads, value: formatCount(row.reads) },
    { label: panel.scanId, value: row.scanId },
  ]);
}
