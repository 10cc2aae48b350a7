import { expect, it } from 'vitest';

import { devicesCsv, topicsCsv } from '#renderer/screens/data-quality/accounts-csv.ts';
import { lastDays, worstOf, type DeviceAccount } from '#renderer/screens/data-quality/accounts.ts';

const counts = { received: 10, stored: 7, duplicate: 1, ignored: 0, quarantined: 1, limited: 1 };
const account: DeviceAccount = {
  deviceId: 'T,1',
  format: 'waymark',
  ...counts,
  lateness: [6, 0, 0, 1],
  lateShare: 0.1,
  openDoubts: 0,
  days: [],
};

it('gives each of the last days its place, with what came in and what could not be used', () => {
  const day = { day: '2026-11-22T00:00:00Z', ...counts, late: 0 };
  const shown = lastDays([day], Date.UTC(2026, 10, 23, 12));
  expect(shown).toHaveLength(14);
  expect(shown.slice(-2)).toEqual([
    { day: '2026-11-22T00:00:00Z', received: 10, bad: 2 },
    { day: '2026-11-23T00:00:00Z', received: 0, bad: 0 },
  ]);
});

it('calls only those bad of which something was lost, late or in doubt', () => {
  const fine = { ...account, deviceId: 'FINE', quarantined: 0, limited: 0, lateShare: 0 };
  expect(worstOf([account, fine, { ...fine, openDoubts: 1 }], 10)).toHaveLength(2);
  expect(worstOf([account, account], 1)).toHaveLength(1);
});

it('writes what is shown as CSV, cells without a value empty and formulas harmless', () => {
  expect(devicesCsv([account], [10, 120, 900])).toBe(
    'deviceId,format,received,stored,duplicate,ignored,quarantined,limited,withinS10,withinS120,withinS900,later,lateShare,clockOffsetS,cadenceS,lastSeen,openDoubts\r\n"T,1",waymark,10,7,1,0,1,1,6,0,0,1,0.1,,,,0\r\n',
  );
  expect(topicsCsv([{ topic: '=x', ...counts, late: 2 }])).toBe(
    "topic,received,stored,duplicate,ignored,quarantined,limited,late\r\n'=x,10,7,1,0,1,1,2\r\n",
  );
});
