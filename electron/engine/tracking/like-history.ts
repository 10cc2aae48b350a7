import type { OrderState } from '#shared/domain/order-state.ts';

import type { Passage } from './like-orders.ts';
import { Newest } from './newest.ts';

/** How many passages of each site and state are told and kept, and of how many sites and states. */
const toldEach = 600;
const keptEach = 2000;
const keptGroups = 600;

/** What finished orders passed, by site and state; bounded, the newest deliveries stay. */
export interface LikeHistory {
  /** Of orders that had ended before an instant; by default of all. */
  passages(siteId: string, state: OrderState, before?: number): readonly Passage[];
  /**
   * What is taught anew of a journey takes the place of what was known of it. `ended` is when its order did, which is
   * when anybody came to know it.
   */
  learn(id: string, ended: number, passages: readonly Passage[]): void;
}

function nameOf(siteId: string, state: OrderState): string {
  return `${state} ${siteId}`;
}

export function createLikeHistory(): LikeHistory {
  const groups = new Map<string, Newest<Passage>>();

  function groupOf(name: string): Newest<Passage> {
    let group = groups.get(name);
    if (group === undefined) {
      groups.set(name, (group = new Newest(toldEach, keptEach)));
      if (groups.size > keptGroups) groups.delete(stalest(groups));
    }
    return group;
  }

  return {
    passages(siteId, state, before) {
      const group = groups.get(nameOf(siteId, state));
      return (before === undefined ? group?.values : group?.before(before)) ?? [];
    },
    learn(id, ended, passages) {
      for (const group of groups.values()) group.remove(id);
      for (const passage of passages)
        groupOf(nameOf(passage.siteId, passage.state)).add({ id, time: ended, value: passage });
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
