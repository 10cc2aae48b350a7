import type { ParamsIn } from '#shared/contract/index.ts';
import type { TimelineRow } from '#shared/contract/types.ts';
import type { ScanOutcome } from '#shared/domain/cbv.ts';
import { localToUtc, toIso, zoneOffsetMs } from '#shared/domain/time.ts';

type Replacement = NonNullable<ParamsIn<'corrections.declare'>['replacement']>;

/** What a form says a scan really was; empty where there was none. */
export interface CorrectionDraft {
  /** Local time of the place, `YYYY-MM-DDTHH:mm:ss`. */
  readonly time: string;
  readonly siteId: string;
  readonly bizStep: string;
  readonly outcome: string;
  /** All codes of the scan, with spaces between. */
  readonly code: string;
  readonly vehicleId: string;
}

/** The form as a scan fills it. */
export function correctionDraft(item: TimelineRow, timeZone: string): CorrectionDraft {
  const time = Date.parse(item.eventTime);
  return {
    time: toIso(time + zoneOffsetMs(time, timeZone)).slice(0, 19),
    siteId: item.siteId ?? '',
    bizStep: item.bizStep ?? '',
    outcome: item.outcome ?? '',
    code: (item.codes ?? []).join(' '),
    vehicleId: item.vehicleId ?? '',
  };
}

/** What the form changes of the scan; undefined where that is nothing. */
export function replacementOf(
  first: CorrectionDraft,
  draft: CorrectionDraft,
  timeZone: string,
): Replacement | undefined {
  const wall = Date.parse(`${draft.time}Z`);
  const codes = draft.code.split(/[\s,;]+/).filter((code) => code !== '');
  const vehicleId = draft.vehicleId.trim();
  const replacement: Replacement = {
    ...(draft.time === first.time || Number.isNaN(wall) ? {} : { time: toIso(localToUtc(wall, timeZone)) }),
    ...(draft.siteId === first.siteId ? {} : { siteId: draft.siteId === '' ? null : draft.siteId }),
    ...(draft.bizStep === first.bizStep ? {} : { bizStep: draft.bizStep === '' ? null : draft.bizStep }),
    // The options are the outcomes there are.
    ...(draft.outcome === first.outcome
      ? {}
      : { outcome: draft.outcome === '' ? null : (draft.outcome as ScanOutcome) }),
    ...(codes.length === 0 || codes.join(' ') === first.code ? {} : { codes }),
    ...(vehicleId === first.vehicleId ? {} : { vehicleId: vehicleId === '' ? null : vehicleId }),
  };
  return Object.keys(replacement).length === 0 ? undefined : replacement;
}
