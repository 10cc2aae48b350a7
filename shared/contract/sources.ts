import { z } from 'zod';

import { Identifier, noParams, page } from './common.ts';
import { command, query } from './define.ts';
import { MappingData } from './mappings.ts';

/** Topics to take in beside those the formats document. */
export const Source = z.strictObject({
  sourceId: Identifier,
  topicFilter: z.string().min(1).max(256),
  /** `auto`: recognised by content; else the id of a format. */
  format: z.string().max(64).default('auto'),
  /** Site of devices whose messages name none. */
  siteId: Identifier.optional(),
  /** How its messages become facts, where no format fits; then `format` stays `auto`. */
  mapping: MappingData.optional(),
});

const SavedSource = Source.extend({ mappingVersion: z.number().optional() });

export const sourceRequests = {
  'sources.list': query(noParams, page(SavedSource)),
  'sources.put': command(Source, SavedSource),
  'sources.remove': command(z.strictObject({ sourceId: Identifier }), z.object({ sourceId: Identifier })),
} as const;
