import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { toIso } from '#shared/domain/time.ts';
import { webhookProviders } from '#shared/domain/webhook.ts';

import { mapCode } from '../carriers/mean-again.ts';
import { mappingVersionOf } from '../carriers/meanings.ts';
import { receive, webhookView } from '../webhooks/receive.ts';
import type { Store } from '../store/store.ts';
import type { EngineParts } from './engine-parts.ts';

/** What shops and carriers send by themselves. */
export function webhookHandlers(parts: EngineParts) {
  const { store, secrets } = parts;
  return {
    'webhooks.receive': (params: ParamsOut<'webhooks.receive'>) => receive(parts, params),
    'webhooks.list': () => ({ items: webhookProviders.map((provider) => webhookView(parts, provider)) }),
    'webhooks.put': ({ provider, secret }: ParamsOut<'webhooks.put'>) => {
      secrets.setWebhookSecret(provider, secret ?? undefined);
      return webhookView(parts, provider);
    },
    'carriers.codes': () => codesOf(store),
    'carriers.mapCode': async (params: ParamsOut<'carriers.mapCode'>) => {
      await mapCode(parts, params);
      return codesOf(store);
    },
  };
}

function codesOf(store: Store): ResultOf<'carriers.codes'> {
  const items = store.carrierEvents
    .codes()
    .map(({ lastTime, ...row }) => ({ ...row, lastTime: toIso(lastTime) }));
  const unmapped = items
    .filter(({ milestone }) => milestone === null)
    .reduce((sum, { count }) => sum + count, 0);
  return { items, unmapped, mappingVersion: mappingVersionOf(store) };
}
