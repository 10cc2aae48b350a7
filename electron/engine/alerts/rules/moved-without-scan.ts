import { z } from 'zod';

import { distanceM } from '#shared/domain/geo.ts';
import { minuteMs } from '#shared/domain/time.ts';

import { positionClaim, scanClaim } from '../claims.ts';
import {
  caseOf,
  outboundRank,
  seenAt,
  siteOfScan,
  type CaseFix,
  type JourneyCase,
  type MismatchDetail,
  type SeenScan,
} from '../journey-case.ts';
import { defineRule, type Span } from '../rule.ts';

const params = z.strictObject({
  /** So far beyond the edge of its site it has moved. */
  beyondM: z.number().positive().default(500),
  /** One fix may be wrong. */
  fixes: z.number().int().min(1).default(2),
});
const fixAt = (minutes: number, lat: number): CaseFix => ({
  lat,
  lon: 5,
  time: minutes * minuteMs,
  recordTime: minutes * minuteMs,
  deviceId: 'tag-1',
  accuracyM: 10,
});

export const movedWithoutScan = defineRule<JourneyCase, MismatchDetail, typeof params>({
  id: 'moved-without-scan',
  title: 'Moved, and no scan says so',
  audience: 'dispatch',
  severity: 'high',
  params,
  evaluate(given, { beyondM, fixes: needed }) {
    const found: Span<MismatchDetail>[] = [];
    const stays = given.seen.filter((each) => siteOfScan(each) !== undefined || goesAway(each));
    for (const [index, stay] of stays.entries()) {
      const site = given.sites.get(siteOfScan(stay) ?? '');
      if (site === undefined || goesAway(stay)) continue;
      const next = stays[index + 1];
      const meanwhile = given.fixes.filter(({ time }) => time > stay.time && time < (next?.time ?? Infinity));
      const away = meanwhile.filter(
        (fix) => distanceM(fix, site) > site.radiusM + Math.max(beyondM, 3 * (fix.accuracyM ?? 0)),
      );
      const [first] = away;
      if (first === undefined || away.length < needed) continue;
      const back = meanwhile.find((fix) => fix.time > first.time && !away.includes(fix));
      const end =
        away.length === meanwhile.filter(({ time }) => time >= first.time).length ? next?.time : back?.time;
      found.push({ start: first.time, end, detail: detailOf(stay, away, site.name) });
    }
    return found;
  },
  message: ({ detail }, name) => `${name} ${detail.text}`,
  scenarios: [
    {
      name: 'its tracker is on the road and nobody loaded it',
      given: caseOf([seenAt(1, 'storing', 'A')], { fixes: [fixAt(5, 45), fixAt(30, 45.1), fixAt(40, 45.2)] }),
      expect: [[30 * minuteMs, undefined]],
    },
    {
      name: 'until it is seen again',
      given: caseOf([seenAt(1, 'storing', 'A'), seenAt(90, 'receiving', 'B')], {
        fixes: [fixAt(30, 45.1), fixAt(40, 45.2)],
      }),
      expect: [[30 * minuteMs, 90 * minuteMs]],
    },
    {
      name: 'loaded before it moved',
      given: caseOf([seenAt(1, 'storing', 'A'), seenAt(20, 'loading', 'A')], {
        fixes: [fixAt(30, 45.1), fixAt(40, 45.2)],
      }),
      expect: [],
    },
    {
      name: 'one wrong fix',
      given: caseOf([seenAt(1, 'storing', 'A')], { fixes: [fixAt(5, 45), fixAt(30, 45.1), fixAt(40, 45)] }),
      expect: [],
    },
    { name: 'nothing travels with it', given: caseOf([seenAt(1, 'storing', 'A')]), expect: [] },
  ],
});

/** From then on it may move: put onto something that does, or handed over. */
function goesAway({ scan }: SeenScan): boolean {
  return (
    scan.outcome !== undefined ||
    outboundRank(scan.bizStep) >= outboundRank('loading') ||
    scan.bizStep === 'collecting'
  );
}

function detailOf(stay: SeenScan, away: readonly CaseFix[], siteName: string): MismatchDetail {
  const [first] = away;
  return {
    text: `moved away from ${siteName}, and no scan says that it was loaded.`,
    sides: [
      { title: 'Last scanned', claims: [scanClaim(stay)] },
      {
        title: 'Where its tracker is',
        claims: [first, away.at(-1)].flatMap((fix) =>
          fix === undefined ? [] : [positionClaim(fix, `At ${fix.lat.toFixed(5)}, ${fix.lon.toFixed(5)}`)],
        ),
      },
    ],
    cause: 'It was loaded without a scan, taken by mistake, or its tracker is on something else.',
    fixes: [],
  };
}
