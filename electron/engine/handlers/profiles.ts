import type { ParamsOut } from '#shared/contract/index.ts';
import type { TemperatureProfileRow } from '#shared/contract/types.ts';

import { checkLimits } from '../alerts/limits.ts';
import type { EngineParts } from './engine-parts.ts';

export function profileHandlers({ alerts, store }: EngineParts) {
  return {
    'profiles.list': () => ({ items: alerts.governance.profiles() }),
    'profiles.put': (params: ParamsOut<'profiles.put'>): TemperatureProfileRow => {
      checkLimits(params.limits);
      store.profiles.put(params);
      alerts.configured();
      return { ...params, builtIn: false };
    },
  };
}
