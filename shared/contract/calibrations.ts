import { z } from 'zod';

import { Identifier, Instant, page } from './common.ts';
import { command, query } from './define.ts';

/**
 * One calibration of a channel. `offset` is added to what the device says from `validFrom` on, until the next one of
 * the channel; what it said is kept. `uncertainty` (k = 2) is the band around a limit in which nothing can be decided.
 */
export const CalibrationPut = z.strictObject({
  calibrationId: Identifier,
  deviceId: Identifier,
  channel: z.string().max(128).optional(),
  quantity: z.enum(['Temperature', 'RelativeHumidity']).default('Temperature'),
  offset: z.number().min(-50).max(50).default(0),
  uncertainty: z.number().nonnegative().max(50).optional(),
  /** What the reference and the device said at each point. */
  points: z
    .array(z.strictObject({ reference: z.number(), indicated: z.number() }))
    .max(20)
    .optional(),
  validFrom: Instant,
  dueTime: Instant.optional(),
  certificate: z.string().max(200).optional(),
});

export const Calibration = CalibrationPut.extend({
  /** `current`: applies now; `due`: its due time has passed; `past`: another followed; `future`: not yet. */
  state: z.enum(['current', 'due', 'past', 'future']),
});

export const calibrationRequests = {
  'calibrations.put': command(CalibrationPut, Calibration),
  /** By device and channel, the newest first. */
  'calibrations.list': query(z.strictObject({ deviceId: Identifier.optional() }), page(Calibration)),
} as const;
