import { describe, expect, it } from 'vitest';

import { whyLate } from '#engine/planning/why-late.ts';
import type { MilestoneBelief } from '#engine/tracking/milestones.ts';
import { hourMs } from '#shared/domain/time.ts';

const now = 1000 * hourMs;
const step = (more: Partial<MilestoneBelief>): MilestoneBelief => ({
  milestone: 'departed',
  siteId: 'LYON',
  bizStep: 'loading',
  expectedTime: undefined,
  source: 'plan',
  eventTime: undefined,
  recordTime: undefined,
  status: 'planned',
  ...more,
});
const estimate = { p10: now, p50: now, p90: now, model: 'm', reasons: ['LYON dwell is 3 h above usual'] };
const nameOf = (siteId: string): string => (siteId === 'LYON' ? 'Lyon hub' : siteId);
const loaded = step({ status: 'done', expectedTime: now - 9 * hourMs, eventTime: now - 5 * hourMs });
const due = step({
  milestone: 'at-site',
  siteId: 'NANTES',
  bizStep: 'staging_outbound',
  status: 'missed',
  expectedTime: now - 2 * hourMs,
});

describe('why an order is late', () => {
  it('is what it was behind by, what has not come, and what the estimate rests on', () => {
    expect(whyLate({ lateness: 'at-risk', milestones: [loaded, due], estimate }, now, nameOf)).toEqual([
      'loading at Lyon hub came 4 h after its plan',
      'staging outbound at NANTES was expected 2 h ago and has not come',
      'LYON dwell is 3 h above usual',
    ]);
  });

  it('is not asked of one in time, or of which nothing is known', () => {
    for (const lateness of ['on-time', 'unknown'] as const)
      expect(whyLate({ lateness, milestones: [loaded, due], estimate }, now, nameOf)).toEqual([]);
  });

  it('does not blame a step that came within the tolerance, nor the promise itself', () => {
    const inTime = step({ status: 'done', expectedTime: now - hourMs, eventTime: now - 0.6 * hourMs });
    const delivered = step({
      milestone: 'delivered',
      source: 'promise',
      status: 'done',
      expectedTime: now - 3 * hourMs,
      eventTime: now,
    });
    expect(whyLate({ lateness: 'late', milestones: [inTime], estimate: undefined }, now, nameOf)).toEqual([]);
    expect(
      whyLate({ lateness: 'delivered-late', milestones: [delivered], estimate: undefined }, now, nameOf),
    ).toEqual([]);
  });

  it('says how long something usual is overdue where nobody planned it', () => {
    const learned = { ...loaded, source: 'learned' as const };
    expect(whyLate({ lateness: 'late', milestones: [learned], estimate: undefined }, now, nameOf)).toEqual([
      'loading at Lyon hub came 4 h after what is usual',
    ]);
  });
});
