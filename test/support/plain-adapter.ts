import { defineAdapter, ignored, rejected, type Adapter } from '#engine/adapters/adapter.ts';
import type { Observation, Rejected } from '#shared/domain/observation.ts';

/** The gateway that carried the message, where an observation names it. */
function gatewayOf(items: readonly object[]): { readonly gateway?: string } {
  const [first] = items;
  return first !== undefined && 'gateway' in first ? { gateway: String(first.gateway) } : {};
}

/** A format that says observations as they are: for tests of what comes after decoding. */
export const plainAdapter: Adapter = defineAdapter({
  id: 'plain',
  title: 'Observations as they are',
  vendor: 'Waymark',
  docs: 'https://example.org/plain',
  topics: ['plain/#'],
  samples: [],
  decode(payload) {
    const text = Buffer.from(payload).toString('utf8');
    if (text === '') return ignored('nothing in it');
    if (!text.startsWith('[')) return rejected('not-json', 'the payload is not JSON');
    const items = JSON.parse(text) as (Observation | Rejected)[];
    return {
      observations: items.filter((item): item is Observation => 'kind' in item),
      rejected: items.filter((item): item is Rejected => 'reason' in item),
      backfill: items.length > 1,
      ...gatewayOf(items),
    };
  },
});
