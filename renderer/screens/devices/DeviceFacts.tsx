import type { DeviceStateRow } from '#shared/contract/types.ts';
import { hrefOf } from '#renderer/data/location-state.ts';
import { devicesText } from '#renderer/text/devices.ts';
import { formatCount, formatDuration, formatNumber, formatOffset } from '#renderer/text/format.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { type Fact, Facts } from '#renderer/ui/Facts.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import { Value } from '#renderer/ui/Value.tsx';

import { silentAfterDeviceMs } from './device-health.ts';
import { useFormatTitle } from '#renderer/data/use-format-title.ts';

const { columns, panel } = devicesText;

/** What is known of a device, each with its age or its source. */
export function DeviceFacts({ row }: { readonly row: DeviceStateRow }) {
  const formatTitle = useFormatTitle();
  const zone = row.timeZone === undefined ? {} : { timeZone: row.timeZone };
  const items: Fact[] = [
    { label: columns.format, value: formatTitle(row.format) },
    { label: columns.site, value: textOr(row.siteId) },
    {
      label: columns.lastSeen,
      value: <Age at={row.lastSeen} ago staleAfterMs={silentAfterDeviceMs(row)} {...zone} />,
    },
    { label: columns.lastEvent, value: <Time at={row.lastEventTime} withAge {...zone} /> },
    { label: panel.firstSeen, value: <Time at={row.firstSeen} {...zone} /> },
    { label: columns.cadence, value: cadenceText(row) },
    { label: columns.battery, value: <Value measured={measured(row.batteryPct, '%')} /> },
    { label: columns.signal, value: <Value measured={measured(row.rssiDbm, 'dBm')} /> },
    {
      label: panel.clockOffset,
      value: row.clockOffsetS === undefined ? devicesText.notKnown : formatOffset(row.clockOffsetS),
    },
    { label: panel.firmware, value: textOr(row.firmware) },
    { label: panel.timeZone, value: textOr(row.timeZone) },
    { label: panel.readPoint, value: textOr(row.readPoint) },
    { label: panel.bizStep, value: textOr(row.bizStep) },
    { label: panel.key, value: row.hasKey ? panel.keySet : panel.keyNotSet },
    { label: panel.messages, value: <MessageCounts row={row} /> },
  ];
  return <Facts items={items} />;
}

function textOr(text: string | undefined) {
  return text ?? <Value measured={undefined} />;
}

function measured(value: number | undefined, unit: string) {
  return value === undefined ? undefined : { value: formatNumber(value, 0), unit };
}

function cadenceText({ expectedEveryS, cadenceS }: DeviceStateRow): string {
  const parts: string[] = [];
  if (expectedEveryS !== undefined) parts.push(`${formatDuration(expectedEveryS)} ${devicesText.expected}`);
  if (cadenceS !== undefined) parts.push(`≈ ${formatDuration(cadenceS)} ${devicesText.learned}`);
  return parts.length === 0 ? devicesText.notKnown : parts.join('; ');
}

function MessageCounts({ row: { deviceId, messages } }: { readonly row: DeviceStateRow }) {
  const names = [
    [columns.stored, messages.stored],
    [columns.duplicate, messages.duplicate],
    [panel.ignored, messages.ignored],
    [panel.limited, messages.limited],
    [columns.quarantined, messages.quarantined],
  ] as const;
  return (
    <>
      {names.map(([name, count]) => `${formatCount(count)} ${name.toLowerCase()}`).join(', ')}{' '}
      {messages.quarantined > 0 && (
        <a href={hrefOf('/devices', { tab: 'quarantine', of: deviceId })}>{panel.showQuarantine}</a>
      )}
    </>
  );
}
