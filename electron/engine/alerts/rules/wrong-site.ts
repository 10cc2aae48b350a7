import { z } from 'zod';

import { defineRule } from '../rule.ts';

/** Where a parcel was seen, and where it is planned to be. */
export interface WhereaboutsInput {
  /** By event time. */
  readonly sightings: readonly {
    readonly time: number;
    readonly siteId: string;
    /** A sighting that moves nothing says nothing about where it ought to be. */
    readonly moves: boolean;
    /** Handed over, refused or returned: the plan has no say any more. */
    readonly outcome: boolean;
  }[];
  /** Empty where nothing is planned. */
  readonly planned: ReadonlySet<string>;
}

export interface WrongSiteDetail {
  readonly siteId: string;
  readonly backAt: string | undefined;
}

const planned: ReadonlySet<string> = new Set(['A', 'B']);
const seen = (time: number, siteId: string) => ({ time, siteId, moves: true, outcome: false });

export const wrongSite = defineRule<WhereaboutsInput, WrongSiteDetail, z.ZodObject>({
  id: 'wrong-site',
  title: 'At a site that is not planned',
  audience: 'dispatch',
  severity: 'high',
  endsByDecision: true,
  params: z.strictObject({}),
  evaluate({ sightings, planned: sites }) {
    if (sites.size === 0) return [];
    const found: { start: number; end: number | undefined; detail: WrongSiteDetail }[] = [];
    for (const { time, siteId, moves, outcome } of sightings) {
      const open = found.at(-1)?.end === undefined ? found.at(-1) : undefined;
      const isRight = outcome || sites.has(siteId);
      if (open !== undefined && isRight)
        found[found.length - 1] = { ...open, end: time, detail: { ...open.detail, backAt: siteId } };
      else if (open === undefined && !isRight && moves)
        found.push({ start: time, end: undefined, detail: { siteId, backAt: undefined } });
    }
    return found;
  },
  message: ({ detail: { siteId, backAt } }, name) =>
    backAt === undefined
      ? `${name} is at ${siteId}, which is not on its way.`
      : `${name} was at ${siteId}, which is not on its way; then seen at ${backAt}.`,
  scenarios: [
    {
      name: 'a site that is not in the plan',
      given: { sightings: [seen(1, 'A'), seen(2, 'C')], planned },
      expect: [[2, undefined]],
    },
    {
      name: 'back on its way',
      given: { sightings: [seen(2, 'C'), seen(3, 'C'), seen(4, 'B')], planned },
      expect: [[2, 4]],
    },
    {
      name: 'delivered from there',
      given: { sightings: [seen(2, 'C'), { ...seen(5, 'C'), outcome: true }], planned },
      expect: [[2, 5]],
    },
    {
      name: 'nothing planned, nothing wrong',
      given: { sightings: [seen(2, 'C')], planned: new Set<string>() },
      expect: [],
    },
    {
      name: 'a look in passing',
      given: { sightings: [{ ...seen(2, 'C'), moves: false }], planned },
      expect: [],
    },
  ],
});
