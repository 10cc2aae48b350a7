import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { addPage, delayMs, showStream } from '#renderer/screens/scans/scan-stream.ts';
import type { ScanEventRow } from '#shared/contract/types.ts';

function scan(id: number, bizStep = 'loading'): ScanEventRow {
  const time = '2026-11-22T12:00:00Z';
  return {
    kind: 'scan',
    scanId: String(id),
    time,
    recordTime: time,
    topic: 't',
    deviceId: 'gun-1',
    quality: [],
    codes: [`WM-${id}`],
    bizStep,
  };
}

function scans(from: number, to: number): ScanEventRow[] {
  return Array.from({ length: to - from + 1 }, (_, index) => scan(from + index));
}

const any = (): boolean => true;
const ids = (rows: readonly ScanEventRow[]): number[] => rows.map((row) => Number(row.scanId));

describe('the stream of scans', () => {
  it('shows the newest first', () => {
    expect(ids(showStream(scans(1, 3), undefined, any).rows)).toEqual([3, 2, 1]);
  });

  it('stays as it is while it is held, and counts what came since', () => {
    const held = showStream(scans(1, 7), scans(1, 3), any);
    expect([ids(held.rows), held.waiting, held.isOverfull]).toEqual([[3, 2, 1], 4, false]);
  });

  it('counts only what the filter lets through', () => {
    const current = [...scans(1, 2), scan(3, 'picking'), scan(4), scan(5, 'picking')];
    const held = showStream(current, scans(1, 2), (row) => row.bizStep === 'picking');
    expect([ids(held.rows), held.waiting]).toEqual([[], 2]);
  });

  it('keeps the held rows when newer ones have pushed them out of the page, and says there were more', () => {
    const held = showStream(scans(500, 1499), scans(1, 3), any);
    expect([ids(held.rows), held.waiting, held.isOverfull]).toEqual([[3, 2, 1], 1000, true]);
  });

  it('loses and doubles nothing over any number of holds', () => {
    const property = fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 }), (steps) => {
      let current: ScanEventRow[] = [];
      let frozen: ScanEventRow[] | undefined;
      for (const [index, step] of steps.entries()) {
        if (step === 0) frozen = frozen === undefined && current.length > 0 ? current : undefined;
        else current = [...current, ...scans(index * 10 + 1, index * 10 + step)];
        const shown = showStream(current, frozen, any);
        expect(shown.rows.length + shown.waiting).toBe(current.length);
      }
    });
    fc.assert(property, { numRuns: 200 });
  });
});

describe('a page of the history', () => {
  it('adds no scan twice', () => {
    expect(ids(addPage(scans(1, 3), scans(3, 5)))).toEqual([1, 2, 3, 4, 5]);
  });

  it('changes nothing when it brings nothing', () => {
    const rows = scans(1, 3);
    expect(addPage(rows, scans(2, 3))).toBe(rows);
  });
});

describe('the delay of a scan', () => {
  it('is negative when the clock of the device runs ahead', () => {
    expect(delayMs({ time: '2026-11-22T12:00:10Z', recordTime: '2026-11-22T12:00:00Z' })).toBe(-10_000);
  });
});
