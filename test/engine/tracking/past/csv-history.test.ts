import { describe, expect, it } from 'vitest';

import { rejectedCsv } from '#engine/tracking/csv-lines.ts';
import { readHistoryFile, readJourneys, type ReadHistory } from '#engine/tracking/past/csv-history.ts';

const now = Date.UTC(2026, 10, 1);

function read(csv: string, mapping?: Readonly<Record<string, string>>): ReadHistory & { report: string } {
  const file = readHistoryFile(csv, mapping, 'UTC');
  const into: ReadHistory = { journeys: [], rejected: [] };
  readJourneys(file, 0, file.lines.length, now, into);
  return { ...into, report: rejectedCsv(file.header, into.rejected) };
}

describe('a history of finished journeys', () => {
  it('is read by the names of a posted order and of its milestones', () => {
    const { journeys, rejected } = read(
      [
        'orderNumber,placedTime,outForDeliveryTime,deliveredTime,promised.until,originSiteId,shipTo.region,shipTo.lat,shipTo.lon,serviceLevel,carrier,colour',
        'A-1,2026-01-02T08:00:00Z,2026-01-03T07:00:00Z,2026-01-03T09:30:00Z,2026-01-04T00:00:00Z,LYON,Bretagne,48.1,0,express,acme,blue',
      ].join('\n'),
    );
    expect(rejected).toEqual([]);
    expect(journeys).toEqual([
      {
        orderNumber: 'A-1',
        started: Date.UTC(2026, 0, 2, 8),
        delivered: Date.UTC(2026, 0, 3, 9, 30),
        promised: Date.UTC(2026, 0, 4),
        origin: 'LYON',
        region: 'Bretagne',
        serviceLevel: 'express',
        carrier: 'acme',
        lat: 48.1,
        lon: 0,
        entries: [
          { state: 'created', entered: Date.UTC(2026, 0, 2, 8) },
          { state: 'out-for-delivery', entered: Date.UTC(2026, 0, 3, 7) },
        ],
      },
    ]);
  });

  it('is read by usual other names, and by a mapping', () => {
    const usual = read(
      'order_number;purchased_at;Delivered At;destination_region\nA-1;2026-01-02;2026-01-05;SP',
    );
    expect(usual.journeys).toMatchObject([{ region: 'SP', started: Date.UTC(2026, 0, 2) }]);
    const mapped = read('Nummer,von,an\nA-1,2026-01-02,2026-01-05', {
      Nummer: 'orderNumber',
      von: 'placedTime',
      an: 'deliveredTime',
    });
    expect(mapped.journeys).toMatchObject([{ orderNumber: 'A-1', delivered: Date.UTC(2026, 0, 5) }]);
  });

  it('takes no coordinates for a place at 0,0 and says of every line it cannot use why', () => {
    const { journeys, rejected, report } = read(
      [
        'orderNumber,placedTime,deliveredTime,shipTo.lat,shipTo.lon',
        'A-1,2026-01-02,2026-01-05,0,0',
        ',2026-01-02,2026-01-05,,',
        'A-2,2026-01-02,,,',
        'A-3,2026-01-06,2026-01-05,,',
        'A-4,soon,2026-01-05,,',
        'A-5,2026-01-02,2027-01-05,,',
        'A-6,,2026-01-05,,',
      ].join('\n'),
    );
    expect(journeys).toHaveLength(1);
    expect(journeys[0]).not.toHaveProperty('lat');
    expect(rejected.map(({ number, reason }) => [number, reason])).toEqual([
      [3, 'it has no order number'],
      [4, 'it was not delivered: only finished journeys teach'],
      [5, 'placedTime is after the delivery'],
      [6, "placedTime: 'soon' is not a time"],
      [7, 'it is delivered in the future'],
      [8, 'it has no time before the delivery'],
    ]);
    expect(report.split('\r\n')[1]).toBe('it has no order number,3,,2026-01-02,2026-01-05,,');
    expect(read(report.replaceAll('2027', '2026')).journeys).toMatchObject([{ orderNumber: 'A-5' }]);
  });

  it('names the column that is missing', () => {
    expect(() => read('orderNumber,placedTime\nA-1,2026-01-02')).toThrow('no column deliveredTime');
  });
});
