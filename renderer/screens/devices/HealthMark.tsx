import type { DeviceStateRow } from '#shared/contract/types.ts';
import { useKnownNow } from '#renderer/data/use-now.ts';
import { devicesText } from '#renderer/text/devices.ts';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';
import type { Tone } from '#renderer/ui/tone.ts';

import { deviceHealth, type DeviceHealth } from './device-health.ts';

const tones: Readonly<Record<DeviceHealth, Tone>> = {
  live: 'ok',
  silent: 'warn',
  offline: 'bad',
  never: 'quiet',
};

/** Live, silent, offline or never heard; follows the clock. */
export function HealthMark({ row }: { readonly row: DeviceStateRow }) {
  const health = deviceHealth(row, useKnownNow(5000));
  return (
    <span data-tip={devicesText.stateTip[health]}>
      <StatusDot tone={tones[health]} label={devicesText.state[health]} />
    </span>
  );
}
