import type { ParamsIn } from '#shared/contract/index.ts';
import type { DeviceStateRow } from '#shared/contract/types.ts';

/** A device's settings as they stand in the form: text throughout, empty for none. */
export interface DeviceDraft {
  readonly kind: string;
  readonly siteId: string;
  readonly timeZone: string;
  readonly expectedEveryS: string;
  readonly bizStep: string;
  readonly readPoint: string;
}

const longestS = 31_536_000;

/** The form as the device is now; a site it is only heard to be at is no setting. */
export function draftOf(row: DeviceStateRow): DeviceDraft {
  return {
    kind: row.kind ?? '',
    siteId: row.siteId === undefined || row.siteId === row.heardSiteId ? '' : row.siteId,
    timeZone: row.timeZone ?? '',
    expectedEveryS: row.expectedEveryS === undefined ? '' : String(row.expectedEveryS),
    bizStep: row.bizStep ?? '',
    readPoint: row.readPoint ?? '',
  };
}

/** True for no cadence and for one the engine takes. */
export function isCadenceValid(text: string): boolean {
  const value = Number(text);
  return text.trim() === '' || (Number.isFinite(value) && value > 0 && value <= longestS);
}

/** The command that makes the device so. A put replaces all settings, so those the form does not show go back as they are. */
export function putOf({ deviceId, channels }: DeviceStateRow, draft: DeviceDraft): ParamsIn<'devices.put'> {
  const texts = Object.entries({
    kind: draft.kind,
    siteId: draft.siteId,
    timeZone: draft.timeZone,
    bizStep: draft.bizStep,
    readPoint: draft.readPoint,
  }).flatMap(([name, value]) => (value.trim() === '' ? [] : [[name, value.trim()] as const]));
  return {
    deviceId,
    ...Object.fromEntries(texts),
    ...(draft.expectedEveryS.trim() === '' ? {} : { expectedEveryS: Number(draft.expectedEveryS) }),
    ...(channels === undefined ? {} : { channels }),
  };
}
