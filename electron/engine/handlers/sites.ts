import type { ParamsOut } from '#shared/contract/index.ts';
import type { SiteRow } from '#shared/contract/types.ts';
import { isTimeZone } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import type { EngineParts } from './engine-parts.ts';

export function siteHandlers({ store, models }: EngineParts) {
  return {
    'sites.list': () => ({
      items: [...store.places.sites()].sort((a, b) => a.siteId.localeCompare(b.siteId)),
    }),
    'sites.put': (params: ParamsOut<'sites.put'>): SiteRow => {
      if (params.timeZone !== undefined && !isTimeZone(params.timeZone)) {
        throw new DomainError('invalid-request', `'${params.timeZone}' is not an IANA time zone.`, {
          field: 'timeZone',
        });
      }
      store.places.putSite(params);
      models.putSite(params);
      return params;
    },
  };
}
