import { useMemo, useSyncExternalStore } from 'react';

import type { KeyedName, RowOf, SubscriptionParamsIn } from '#shared/contract/index.ts';

import { useEngine } from './engine-context.ts';
import { type Live, stableText } from './live-store.ts';

/** The rows of a keyed subscription, replaced once per frame; one subscription for equal parameters, however many watch. */
export function useLive<N extends KeyedName>(name: N, params: SubscriptionParamsIn<N>): Live<RowOf<N>> {
  const { stores } = useEngine();
  const key = stableText(params);
  const store = useMemo(() => {
    // Parameters are plain JSON, so their text is all there is to them; it keeps the store while objects change.
    return stores.open(name, JSON.parse(key) as SubscriptionParamsIn<N>);
  }, [stores, name, key]);
  return useSyncExternalStore(store.subscribe, store.current);
}
