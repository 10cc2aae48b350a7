import { isFields, type JsonFields } from '#shared/domain/json-guard.ts';

import { maxTextLength } from './fields.ts';

/** The gateway that received a message best, the first where none says how well; undefined where none is named. */
export function bestGateway(
  receptions: readonly JsonFields[],
  idOf: (reception: JsonFields) => unknown,
): string | undefined {
  let best: { readonly id: string; readonly rssi: number } | undefined;
  for (const reception of receptions) {
    if (!isFields(reception)) continue;
    const id = idOf(reception);
    const rssi = typeof reception['rssi'] === 'number' ? reception['rssi'] : -Infinity;
    if (typeof id !== 'string' || id === '' || id.length > maxTextLength) continue;
    if (best === undefined || rssi > best.rssi) best = { id, rssi };
  }
  return best?.id;
}
