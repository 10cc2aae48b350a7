/** What has to be said to a broker so that it holds exactly the filters wanted. */
export interface SubscriptionPlan {
  readonly subscribe: readonly string[];
  readonly unsubscribe: readonly string[];
}

/** Compares the filters wanted with those a broker's session holds. */
export function planSubscriptions(wanted: readonly string[], held: ReadonlySet<string>): SubscriptionPlan {
  const want = new Set(wanted);
  return {
    subscribe: [...want].filter((filter) => !held.has(filter)),
    unsubscribe: [...held].filter((filter) => !want.has(filter)),
  };
}
