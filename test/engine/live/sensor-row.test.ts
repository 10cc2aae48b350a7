import { expect, it } from 'vitest';

import { sensorRow } from '#engine/live/rows.ts';
import type { CalibrationRecord } from '#engine/store/calibrations.ts';
import type { Device } from '#engine/store/devices.ts';

// Of a device the row of a sensor says only these.
const device = { deviceId: 'T-1', channels: {}, siteId: 'LYON', heardSiteId: undefined } as unknown as Device;

function calibration(validFrom: number, offset: number): CalibrationRecord {
  return {
    calibrationId: `c-${validFrom}`,
    deviceId: 'T-1',
    channel: '',
    quantity: 'Temperature',
    validFrom,
    offset,
  };
}

it('shows the newest value as the calibration of its time puts it right, and what the sensor said', () => {
  const at = Date.UTC(2026, 10, 28, 12);
  const value = { type: 'Temperature', value: 6, uom: 'CEL', eventTime: at, recordTime: at, quality: [] };
  const battery = { ...value, type: 'BatteryLevel', value: 80, uom: 'P1' };
  const records = [calibration(at - 1000, -0.25), calibration(at + 1000, 3)];
  const { latest } = sensorRow(
    device,
    '',
    new Map([
      ['Temperature', value],
      ['BatteryLevel', battery],
    ]),
    (type) => (type === 'Temperature' ? records : []),
  );
  const time = '2026-11-28T12:00:00Z';
  expect(latest).toEqual([
    { type: 'BatteryLevel', value: 80, uom: 'P1', time, recordTime: time, quality: [] },
    { type: 'Temperature', value: 5.75, rawValue: 6, uom: 'CEL', time, recordTime: time, quality: [] },
  ]);
});
