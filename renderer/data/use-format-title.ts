import { useCallback } from 'react';

import { mappingFormat } from '#shared/domain/mapping.ts';

import { commonText } from '#renderer/text/common.ts';
import { mappingsText } from '#renderer/text/mappings.ts';

import { useQuery } from './use-query.ts';

/** The plain name of a format; its id where the engine does not list it. */
export function useFormatTitle(): (id: string) => string {
  const formats = useQuery('engine.info', {}).data?.formats;
  return useCallback(
    (id: string) =>
      id === ''
        ? commonText.none
        : id === mappingFormat
          ? mappingsText.mapped
          : (formats?.find((format) => format.id === id)?.title ?? id),
    [formats],
  );
}
