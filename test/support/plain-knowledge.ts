import type { Clock } from '#engine/clock.ts';
import { createNodeSessions } from '#engine/ingest/node-sessions.ts';
import type { Knowledge } from '#engine/ingest/understand.ts';

import { plainAdapter } from './plain-adapter.ts';

/** A world in which every message is in the plain format and nothing is set up. */
export function plainKnowledge(clock: Clock): Knowledge {
  return {
    adapterFor: () => plainAdapter,
    siteOf: () => undefined,
    timeZoneOf: () => 'UTC',
    keyOf: () => undefined,
    modelOf: () => undefined,
    sessions: createNodeSessions({ clock, births: [], askForBirth() {} }),
    onFault() {},
  };
}
