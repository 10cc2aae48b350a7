import { describe, expect, it } from 'vitest';

import { checkHistory, type Held, type Sent } from '../support/history-checker.ts';

function sent(count: number): Sent[] {
  return Array.from({ length: count }, (_, seq) => ({
    id: `T1/${seq}`,
    topic: 'waymark/v1/S/T1/reading',
    kind: 'reading' as const,
    device: 'T1',
    eventTime: 1_000_000 + seq,
    boot: 'b',
    seq,
    values: ['Temperature', seq / 10, 'CEL'],
    payload: `{"seq":${seq}}`,
    acknowledged: true,
  }));
}

function held(messages: readonly Sent[]): Held[] {
  return messages.map(({ kind, device, eventTime, boot, seq, values, payload }) => ({
    kind,
    device,
    eventTime,
    boot,
    seq,
    values,
    payload,
    flags: 0,
  }));
}

describe('the history checker', () => {
  const history = sent(20);
  const clean = { lost: [], twice: [], changed: [], phantom: [] };

  it('passes a history that is whole', () => {
    expect(checkHistory(history, held(history))).toEqual(clean);
  });

  it('excuses what the broker never acknowledged', () => {
    const [first, ...rest] = history;
    expect(checkHistory([{ ...first!, acknowledged: false }, ...rest], held(rest))).toEqual(clean);
  });

  const faults: [string, (rows: Held[]) => Held[], keyof typeof clean][] = [
    ['one message lost', (rows) => rows.slice(1), 'lost'],
    ['the newest lost', (rows) => rows.slice(0, -1), 'lost'],
    ['one stored twice', (rows) => [...rows, rows[3]!], 'twice'],
    [
      'a value changed',
      (rows) => rows.with(4, { ...rows[4]!, values: ['Temperature', 99, 'CEL'] }),
      'changed',
    ],
    [
      'a unit changed',
      (rows) => rows.with(4, { ...rows[4]!, values: ['Temperature', 0.4, 'FAH'] }),
      'changed',
    ],
    ['a time changed', (rows) => rows.with(5, { ...rows[5]!, eventTime: 7 }), 'changed'],
    ['the bytes changed', (rows) => rows.with(6, { ...rows[6]!, payload: '{}' }), 'changed'],
    ['a row nobody sent', (rows) => [...rows, { ...rows[0]!, seq: 999 }], 'phantom'],
    ['a row under another device', (rows) => rows.with(7, { ...rows[7]!, device: 'T2' }), 'lost'],
  ];

  it.each(faults)('finds %s', (_, plant, kind) => {
    expect(checkHistory(history, plant(held(history)))[kind]).toHaveLength(1);
  });
});
