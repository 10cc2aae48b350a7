import type { ParamsIn } from '#shared/contract/index.ts';
import type { DeviceStateRow } from '#shared/contract/types.ts';

/**
 * The command that gives one channel of a device a profile, or takes it away. A put replaces all settings, so
 * everything else goes back as it is; a site the device is only heard to be at is no setting.
 */
export function putProfile(
  row: DeviceStateRow,
  channel: string | undefined,
  profileId: string | undefined,
): ParamsIn<'devices.put'> {
  const { kind, siteId, heardSiteId, readPoint, bizStep, timeZone, expectedEveryS, channels = {} } = row;
  const name = channels[channel ?? '']?.name;
  const settings = {
    ...(name === undefined ? {} : { name }),
    ...(profileId === undefined ? {} : { temperatureProfileId: profileId }),
  };
  const all = { ...channels, [channel ?? '']: settings };
  return {
    deviceId: row.deviceId,
    ...(kind === undefined ? {} : { kind }),
    ...(siteId === undefined || siteId === heardSiteId ? {} : { siteId }),
    ...(readPoint === undefined ? {} : { readPoint }),
    ...(bizStep === undefined ? {} : { bizStep }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(expectedEveryS === undefined ? {} : { expectedEveryS }),
    channels: Object.fromEntries(Object.entries(all).filter(([, each]) => Object.keys(each).length > 0)),
  };
}
