import { describe, expect, it } from 'vitest';

import { faultIds } from '../../../electron/simulator/faults/fault.ts';
import { portalMac } from '../../../electron/simulator/world/devices.ts';
import type { CollectOptions } from './collect.ts';
import { fingerprint, itemsOf, messagesOf, morningMs, nativeFacts, worldOf } from './collect.ts';

/** Native scans published within a span, one line for each. */
function scansIn(options: CollectOptions, fromMs: number, untilMs: number): string[] {
  return messagesOf({ ...options, faults: faultIds, ordersPerDay: 200 })
    .filter((item) => item.message.topic.endsWith('/scan') && item.atMs >= fromMs && item.atMs <= untilMs)
    .flatMap((item) => nativeFacts(item).map((fact) => `${item.message.topic} ${JSON.stringify(fact)}`));
}

describe('the simulated stream', () => {
  it('is the same to the byte for the same seed, and another for another seed', () => {
    const options = { hours: 3, faults: faultIds, backfillHours: 1 };
    const first = fingerprint({ ...options, seed: 7 });
    expect(fingerprint({ ...options, seed: 7 })).toBe(first);
    expect(fingerprint({ ...options, seed: 8 })).not.toBe(first);
  });

  it('comes in the order of its own clock, from the start to before the end', () => {
    let last = morningMs;
    let backwards = 0;
    for (const item of itemsOf({ hours: 6, faults: faultIds, backfillHours: 2 })) {
      if (item.atMs < last) backwards++;
      last = item.atMs;
    }
    expect(backwards).toBe(0);
    expect(last).toBeLessThan(morningMs + 6 * 3_600_000);
  });

  it('shows the same world to a run that begins later', () => {
    const later = morningMs + 2 * 3_600_000;
    const early = messagesOf({ hours: 3 })
      .filter((item) => item.atMs >= later)
      .map((item) => item.message);
    const late = messagesOf({ fromMs: later, hours: 1 })
      .filter((item) => item.atMs > later)
      .map((item) => item.message);
    expect(late.length).toBeGreaterThan(1000);
    expect(late).toEqual(early.filter((message) => message.atMs > later));
  });

  it('hands over at a restart what it had published before, to the counter', () => {
    const again = morningMs + 3 * 3_600_000;
    const live = scansIn({ hours: 3 }, morningMs + 1, again - 1);
    const handedOver = new Set(scansIn({ fromMs: again, hours: 0.01 }, again, again));
    expect(live.length).toBeGreaterThan(50);
    expect(live.filter((scan) => !handedOver.has(scan))).toEqual([]);
  });

  it('keeps the events of every device in order, whatever its clock and network do', () => {
    const last = new Map<string, number>();
    const seqs = new Map<string, number>();
    const backwards: string[] = [];
    const advance = (known: Map<string, number>, key: string, to: number, least: number): void => {
      if (to < (known.get(key) ?? Number.NEGATIVE_INFINITY) + least) backwards.push(key);
      known.set(key, to);
    };
    for (const item of messagesOf({ hours: 9, faults: faultIds })) {
      for (const said of item.said) {
        if (said.resent === true) continue;
        advance(last, `${said.deviceId} ${said.kind}`, said.trueMs, 0);
        for (const { boot, seq } of said.scans ?? []) {
          if (boot !== undefined && seq !== undefined) advance(seqs, `${said.deviceId} ${boot}`, seq, 1);
        }
      }
    }
    expect(backwards).toEqual([]);
    expect(seqs.size).toBeGreaterThan(20);
  });

  it('numbers the scans of each device without a hole when nothing is lost', () => {
    const seen = new Map<string, Set<number>>();
    const { scans } = worldOf({ ordersPerDay: 400 }).plan(20_780);
    for (const { deviceId, boot, seq } of scans) {
      if (deviceId === portalMac) continue;
      const counter = `${deviceId} ${boot}`;
      seen.set(counter, (seen.get(counter) ?? new Set()).add(seq));
    }
    expect(seen.size).toBeGreaterThan(50);
    for (const numbers of seen.values()) {
      expect(Math.max(...numbers)).toBe(numbers.size);
      expect(Math.min(...numbers)).toBe(1);
    }
  });

  it('hands the hours before its start over in batches of modest size', () => {
    const opening = messagesOf({ hours: 1, backfillHours: 3, ordersPerDay: 400 }).filter(
      (item) => item.atMs === morningMs,
    );
    expect(opening.length).toBeLessThan(5000);
    for (const { message, said } of opening) {
      expect(Buffer.byteLength(message.payload)).toBeLessThan(64 * 1024);
      expect(said.length).toBeLessThanOrEqual(500);
    }
    const kinds = new Set(opening.flatMap(({ said }) => said.map((entry) => entry.kind)));
    expect([...kinds].sort()).toEqual(['position', 'reading', 'scan']);
  });

  it('hands over the scans of a parcel in the order they were made', () => {
    const last = new Map<string, number>();
    const backwards: string[] = [];
    for (const item of messagesOf({ hours: 0.1, ordersPerDay: 400 })) {
      for (const said of item.said) {
        for (const { parcelId } of (said.scans ?? []).flatMap((scan) => scan.parcels)) {
          if (said.trueMs < (last.get(parcelId) ?? 0)) backwards.push(parcelId);
          last.set(parcelId, said.trueMs);
        }
      }
    }
    expect(backwards).toEqual([]);
    expect(last.size).toBeGreaterThan(500);
  });

  it('marks in the truth what could be known before it began', () => {
    const entries = [...itemsOf({ hours: 6, faults: faultIds })].flatMap((item) =>
      item.type === 'truth' && item.entry.kind !== 'fact' ? [item.entry] : [],
    );
    const marked = entries.filter(({ detail }) => detail['handedOver'] === true);
    expect(marked).toEqual(entries.filter(({ atMs }) => atMs < morningMs));
    expect(marked.length).toBeGreaterThan(10);
    expect(entries.length - marked.length).toBeGreaterThan(10);
  });

  it('speaks through many clients', () => {
    const clients = new Set(messagesOf({ hours: 2 }).map((item) => item.message.clientId));
    expect(clients.size).toBeGreaterThan(50);
  });
});
