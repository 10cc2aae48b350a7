import { z } from 'zod';

import { limitModes, limitScopes, severities } from '../domain/alert.ts';
import { noParams, page } from './common.ts';
import { command, query } from './define.ts';

const seconds = z.number().nonnegative().max(31_536_000);

/**
 * One limit of a profile. It is broken by values beyond `value` (or at it, when `inclusive`); the alarm comes once
 * that lasted `forS`, and goes once values were at `clearValue` or better for `clearForS`.
 *
 * Modes: `single`: each break counts by itself; `consecutive`: without a break for `forS`; `cumulative`: `forS` in all
 * within `windowS`, or on the whole trip; `rate`: by `value` within `windowS` (an hour); `silence`: no reading for
 * `forS`; `mkt`: the mean kinetic temperature of `windowS`, or of the trip; `budget`: `forS` in all, for good.
 */
export const ProfileLimit = z.strictObject({
  side: z.enum(['above', 'below']),
  value: z.number(),
  inclusive: z.boolean().default(false),
  quantity: z.enum(['Temperature', 'RelativeHumidity']).default('Temperature'),
  mode: z.enum(limitModes).default('single'),
  forS: seconds.optional(),
  windowS: seconds.optional(),
  clearValue: z.number().optional(),
  clearForS: seconds.optional(),
  severity: z.enum(severities).default('high'),
  /** Its alerts stay, over and acknowledged, until somebody resolves them. */
  latching: z.boolean().optional(),
  /** Its alarm places a quality hold on the orders it concerns: their next scan is answered with `held`. */
  hold: z.boolean().optional(),
  /**
   * What is added up begins anew with each `leg` (a sensor's stay on one thing; the default), or each `calendar` day. A
   * limit on silence with the scope `leg` applies while the sensor, or what it is with, is on a vehicle; else always.
   */
  scope: z.enum(limitScopes).optional(),
});

export const ProfilePut = z.strictObject({
  id: z.string().min(1).max(128),
  name: z.string().min(1).max(200),
  limits: z.array(ProfileLimit).min(1).max(20),
});

/** `builtIn`: ready-made and not changed by anybody. */
export const TemperatureProfile = z.object({ ...ProfilePut.shape, builtIn: z.boolean() });

export const profileRequests = {
  'profiles.list': query(noParams, page(TemperatureProfile)),
  'profiles.put': command(ProfilePut, TemperatureProfile),
} as const;
