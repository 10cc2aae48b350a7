import type { OrderState } from '#shared/domain/order-state.ts';

import type { Passage } from './like-orders.ts';
import { Newest } from './newest.ts';

/** How many passages of each site and state are kept, and of how many sites and states. */
const keptEach = 600;
const keptGroups = 600;

/** What finished orders passed, by site and state; bounded, the newest deliveries stay. */
export interface LikeHistory {
  passages(siteId: string, state: OrderState): readonly Passage[];
  /** What is taught of a journey anew takes the place of what was known of it. */
  learn(id: string, passages: readonly Passage[]): void;
}

function nameOf(siteId: string, state: OrderState): string {
  return `${state} ${siteId}`;
}

export function createLikeHistory(): LikeHistory {
  const groups = new Map<string, Newest<Passage>>();

  function groupOf(name: string): Newest<Passage> {
    let group = groups.get(name);
    if (group === undefined) {
      groups.set(name, (group = new Newest(keptEach)));
      if (groups.size > keptGroups) groups.delete(stalest(groups));
    }
    return group;
  }

  return {
    passages: (siteId, state) => groups.get(nameOf(siteId, state))?.values ?? [],
    learn(id, passages) {
      for (const group of groups.values()) group.remove(id);
      for (const passage of passages)
        groupOf(nameOf(passage.siteId, passage.state)).add({ id, time: passage.delivered, value: passage });
    },
  };
}

/** The group whose newest delivery is the longest ago. */
function stalest(groups: ReadonlyMap<string, Newest<Passage>>): string {
  let found: { readonly name: string; readonly time: number } | undefined;
  for (const [name, group] of groups) {
    const time = group.values.at(-1)?.delivered;
    if (time !== undefined && (found === undefined || time < found.time)) found = { name, time };
  }
  return found?.name ?? '';
}
