import { hrefOf } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { formatDuration } from '#renderer/text/format.ts';
import { sensorsText } from '#renderer/text/sensors.ts';

import type { SensorItem } from './sensor-items.ts';
import styles from './SensorPanel.module.css';

/** What a sensor is a part of, where it is, and how often it reports. */
export function SensorSubtitle({ item }: { readonly item: SensorItem }) {
  const { deviceId, channel, siteId } = item.row;
  const device = useLive('devices.live', {}).byKey.get(deviceId);
  return (
    <span className={styles['subtitle']}>
      <span>
        {sensorsText.device} <a href={hrefOf('/devices', { device: deviceId })}>{deviceId}</a>
      </span>
      {channel !== undefined && <span>{sensorsText.channel(channel)}</span>}
      <span>{item.site?.name ?? siteId ?? sensorsText.noSite}</span>
      {device?.expectedEveryS !== undefined && (
        <span>{sensorsText.every(formatDuration(device.expectedEveryS))}</span>
      )}
      {device?.expectedEveryS === undefined && device?.cadenceS !== undefined && (
        <span>{sensorsText.everyLearned(formatDuration(device.cadenceS))}</span>
      )}
    </span>
  );
}
