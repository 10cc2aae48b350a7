import { describe, expect, it } from 'vitest';

import { draftOf, isCadenceValid, putOf } from '#renderer/screens/devices/device-draft.ts';
import { filterDevices } from '#renderer/screens/devices/device-filter.ts';
import { deviceHealth } from '#renderer/screens/devices/device-health.ts';
import type { DeviceStateRow } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';

const now = Date.UTC(2026, 10, 22, 12, 0, 0);

function device(patch: Partial<DeviceStateRow> = {}): DeviceStateRow {
  return {
    deviceId: 'gun-1',
    format: 'waymark',
    hasKey: false,
    messages: { stored: 0, duplicate: 0, ignored: 0, quarantined: 0, limited: 0 },
    kinds: ['scan'],
    ...patch,
  };
}

const heardAgo = (seconds: number): { readonly lastSeen: string } => ({
  lastSeen: toIso(now - seconds * 1000),
});

describe('how a device is doing', () => {
  it.each([
    ['is live within twice its cadence and a minute', { ...heardAgo(79), cadenceS: 10 }, 'live'],
    ['is silent after that', { ...heardAgo(81), cadenceS: 10 }, 'silent'],
    [
      'goes by the cadence that was configured before the one that was learned',
      { ...heardAgo(81), cadenceS: 10, expectedEveryS: 60 },
      'live',
    ],
    ['is not silent for being one whose cadence nobody knows yet', heardAgo(900), 'live'],
    ['is offline when it says so itself', { ...heardAgo(5), cadenceS: 10, online: false }, 'offline'],
    ['was never heard', {}, 'never'],
  ] as const)('%s', (_, patch, health) => {
    expect(deviceHealth(device(patch), now)).toBe(health);
  });
});

describe('the filter', () => {
  const rows = [
    device({ ...heardAgo(1), kind: 'Handheld', siteId: 'HAM-1' }),
    device({ deviceId: 'cold-7', format: 'ruuvi', kinds: ['reading'] }),
  ];
  const ids = (patch: Partial<{ q: string; format: string; state: string }>) =>
    filterDevices(rows, { q: '', format: '', state: '', ...patch }, now).map((row) => row.deviceId);

  it('finds words in the id, the kind and the site, and combines with format and state', () => {
    expect([
      ids({ q: 'ham handheld' }),
      ids({ q: 'readings' }),
      ids({ format: 'ruuvi' }),
      ids({ state: 'never' }),
    ]).toEqual([['gun-1'], ['cold-7'], ['cold-7'], ['cold-7']]);
    expect(ids({ q: 'gun', format: 'ruuvi' })).toEqual([]);
  });
});

describe('editing a device', () => {
  it('changes what was changed and sends back what the form does not show', () => {
    const channels = { probe: { name: 'Top shelf' } };
    const row = device({ kind: 'Handheld', expectedEveryS: 30, channels });
    expect(putOf(row, { ...draftOf(row), readPoint: ' dock-3 ', expectedEveryS: '' })).toEqual({
      deviceId: 'gun-1',
      kind: 'Handheld',
      readPoint: 'dock-3',
      channels,
    });
  });

  it('does not make a setting of the site a device is only heard at', () => {
    const row = device({ siteId: 'HAM-1', heardSiteId: 'HAM-1' });
    expect(putOf(row, draftOf(row))).toEqual({ deviceId: 'gun-1' });
  });

  it('takes a cadence above zero and up to a year, or none', () => {
    expect(['', ' ', '0.5', '31536000'].map(isCadenceValid)).toEqual([true, true, true, true]);
    expect(['0', '-1', 'often', '31536001', 'Infinity'].map(isCadenceValid)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
