import type { DeviceStateRow } from '#shared/contract/types.ts';
import { devicesText } from '#renderer/text/devices.ts';

/** What a device is, as configured; else what it has been heard to send. */
export function kindOf({ kind, kinds }: DeviceStateRow): string {
  return kind ?? kinds.map((each) => devicesText.observationKind[each]).join(', ');
}
