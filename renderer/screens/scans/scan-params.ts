import { type FixedRange, readFixed } from '#renderer/charts/time-range.ts';
import type { ScanEventRow } from '#shared/contract/types.ts';
import { type Verdict, verdicts } from '#shared/domain/cbv.ts';
import { dayMs, hourMs, toIso } from '#shared/domain/time.ts';

export const historyRanges = ['all', '1h', '24h', '7d'] as const;

export type HistoryRange = (typeof historyRanges)[number];

/** What an address says about the Scans screen. */
export interface ScanParams {
  readonly isHistory: boolean;
  readonly site: string;
  readonly device: string;
  readonly code: string;
  /** A business step, `noStep` for scans without one, or empty for all. */
  readonly step: string;
  /** A verdict, or empty for all. */
  readonly verdict: Verdict | '';
  readonly range: HistoryRange;
  readonly fixed: FixedRange | undefined;
  /** The selected scan. */
  readonly scan: string | undefined;
}

export const noStep = '-';

/** Reads the parameters of an address. */
export function readScanParams(params: Readonly<Record<string, string>>): ScanParams {
  const { view, site = '', device = '', code = '', step = '', scan } = params;
  const verdict = verdicts.find((each) => each === params['verdict']) ?? '';
  return {
    isHistory: view === 'history',
    site,
    device,
    code,
    step,
    verdict,
    range: historyRanges.find((each) => each === params['range']) ?? 'all',
    fixed: readFixed(params),
    scan,
  };
}

/** True when the filter may leave something out; a time range is no filter. */
export function isFiltering({ site, device, code, step, verdict }: ScanParams): boolean {
  return site !== '' || device !== '' || code !== '' || step !== '' || verdict !== '';
}

/** What the engine filters by. */
export function serverFilter({ site, device, code, verdict }: ScanParams) {
  const trimmed = code.trim();
  return {
    ...(site === '' ? {} : { siteId: site }),
    ...(device === '' ? {} : { deviceId: device }),
    ...(trimmed === '' ? {} : { code: trimmed }),
    ...(verdict === '' ? {} : { verdict }),
  };
}

/** The rest is filtered here: whether a row has the step that is wanted. */
export function hasStep(step: string): (row: ScanEventRow) => boolean {
  if (step === '') return () => true;
  return (row) => (step === noStep ? row.bizStep === undefined : row.bizStep === step);
}

const rangeMs: Readonly<Record<HistoryRange, number | undefined>> = {
  all: undefined,
  '1h': hourMs,
  '24h': dayMs,
  '7d': 7 * dayMs,
};

/** The time the history covers, as the engine takes it. */
export function historySpan({ range, fixed }: ScanParams, now: number): { from?: string; to?: string } {
  const lengthMs = rangeMs[range];
  const from = fixed === undefined ? lengthMs && now - lengthMs : fixed.from;
  const to = fixed?.to;
  return {
    ...(from === undefined ? {} : { from: toIso(from) }),
    ...(to === undefined ? {} : { to: toIso(to) }),
  };
}
