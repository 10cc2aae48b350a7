import { describe, expect, it } from 'vitest';

import type { ChartSeries } from '#renderer/charts/chart-series.ts';
import { csvCell } from '#shared/domain/csv.ts';

import { fileNameOf, seriesCsv } from '#renderer/charts/series-csv.ts';

const start = Date.UTC(2026, 10, 22, 12);
const point = { at: start, from: start, until: start, min: -4.5, max: -4.5, mean: -4.5, count: 1 };
const span = { ...point, until: start + 60_000, min: -5, max: 0, mean: -2.5, count: 12 };
const base = { segments: [], faults: [], uom: 'CEL' } as const;
const raw: ChartSeries = {
  ...base,
  points: [point],
  raw: true,
  bucketMs: 0,
  count: 1,
  gaps: [{ from: start, to: start + 3_600_000, kind: 'after' }],
};
const spans: ChartSeries = { ...base, points: [span], raw: false, bucketMs: 60_000, count: 12, gaps: [] };

describe('the exported readings', () => {
  it('say range, units and how they were summed up, then every row, gaps too', () => {
    const csv = seriesCsv(
      [
        {
          quantity: { type: 'Temperature', uom: 'CEL' },
          lines: [
            { id: 'cold, 1', label: 'Cold', series: raw },
            { id: '=evil()', label: 'Evil', series: spans },
          ],
        },
      ],
      { from: start, to: start + 3_600_000, now: start + 3_600_000, timeZone: 'Europe/Berlin' },
    );
    expect(csv.split('\r\n')).toEqual([
      '# Waymark sensor readings',
      '# range: 2026-11-22T12:00:00Z to 2026-11-22T13:00:00Z',
      '# exported: 2026-11-22T13:00:00Z',
      '# instants: UTC; site zone Europe/Berlin',
      '# cold, 1, Temperature: unit CEL; 1 readings; every reading',
      '# =evil(), Temperature: unit CEL; 12 readings; spans of 60 s with mean, min and max',
      'sensor,type,uom,row,from,until,mean,min,max,count,sensorSaid',
      '"cold, 1",Temperature,CEL,reading,2026-11-22T12:00:00Z,2026-11-22T12:00:00Z,-4.5,-4.5,-4.5,1,-4.5',
      '"cold, 1",Temperature,CEL,gap,2026-11-22T12:00:00Z,2026-11-22T13:00:00Z,,,,0,',
      "'=evil(),Temperature,CEL,span,2026-11-22T12:00:00Z,2026-11-22T12:01:00Z,-2.5,-5,0,12,-2.5",
      '',
    ]);
  });

  it('leave no text that a spreadsheet would take for a formula, and numbers as numbers', () => {
    expect(['=1+1', '+1', '+1x', '-x', '@sum', '\tx', 'a"b', 'plain'].map(csvCell)).toEqual([
      "'=1+1",
      '+1',
      "'+1x",
      "'-x",
      "'@sum",
      "'\tx",
      '"a""b"',
      'plain',
    ]);
    expect([-18.5, 0, 1e-7, 3.4450000000000003].map(csvCell)).toEqual(['-18.5', '0', '1e-7', '3.445']);
  });

  it('have a file name that every system takes', () => {
    expect(fileNameOf('waymark', '../a b:c#2', '2026-11-22')).toBe('waymark_a-b-c-2_2026-11-22');
  });
});
