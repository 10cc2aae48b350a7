import { useMemo, useState } from 'react';

import { stableText } from '#renderer/data/live-store.ts';
import { useLog } from '#renderer/data/use-log.ts';
import type { ScanEventRow } from '#shared/contract/types.ts';
import type { ContractError } from '#shared/result.ts';

import { showStream } from './scan-stream.ts';

/** How many of the newest scans the page keeps. */
export const keptScans = 1000;

export interface ScanStream {
  /** Newest first; undefined until the first are there. */
  readonly rows: readonly ScanEventRow[] | undefined;
  /** How many came since it was held. */
  readonly waiting: number;
  readonly isOverfull: boolean;
  /** Left out because this page was behind. */
  readonly skipped: number;
  readonly error: ContractError | undefined;
}

interface StreamOptions {
  readonly filter: { readonly siteId?: string; readonly deviceId?: string; readonly code?: string };
  readonly matches: (row: ScanEventRow) => boolean;
  /** While true what is shown stays as it is. */
  readonly isHeld: boolean;
}

interface Frozen {
  readonly key: string;
  readonly rows: readonly ScanEventRow[];
}

/** The newest scans as they are stored; they can be held while somebody reads. */
export function useScanStream({ filter, matches, isHeld }: StreamOptions): ScanStream {
  const key = stableText(filter);
  const [frozen, setFrozen] = useState<Frozen>();
  const { rows, skipped, error } = useLog('scans.tail', filter, { max: keptScans });
  // An empty list holds nothing: the first scan is shown whatever the pointer does.
  const holds = isHeld && rows !== undefined && rows.length > 0;
  if (holds && frozen?.key !== key) setFrozen({ key, rows });
  if (!isHeld && frozen !== undefined) setFrozen(undefined);
  const held = holds && frozen?.key === key ? frozen.rows : undefined;
  const shown = useMemo(() => rows && showStream(rows, held, matches), [rows, held, matches]);
  return {
    rows: shown?.rows,
    waiting: shown?.waiting ?? 0,
    isOverfull: shown?.isOverfull ?? false,
    skipped,
    error,
  };
}
