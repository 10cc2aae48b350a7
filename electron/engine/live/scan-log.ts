import type { SubscriptionParamsOut } from '#shared/contract/index.ts';
import type { ScanEventRow } from '#shared/contract/types.ts';
import { canonicalCode } from '#shared/domain/codes.ts';
import { DomainError } from '#shared/result.ts';

import type { ScanRecord } from '../store/fact-queries.ts';
import type { Store } from '../store/store.ts';
import type { LogFeed } from './feed.ts';
import { scanEvent, type BelievedVerdicts } from './observation-rows.ts';

type Params = SubscriptionParamsOut<'scans.tail'>;

/** The stream of scans in the order they were stored, read from the database; `added` tells its watchers. */
export function createScanLog(
  store: Store,
  judge: BelievedVerdicts,
): LogFeed<ScanEventRow, Params> & { added(): void } {
  const listeners = new Set<() => void>();
  const filterOf = ({ code, ...params }: Params): Params =>
    code === undefined ? params : { ...params, code: canonicalCode(code) };
  const toRows = (records: readonly ScanRecord[]) => records.map((record) => scanEvent(store, record, judge));
  return {
    tail(params, limit) {
      const [last] = store.queries.newestScans({}, 1);
      return {
        rows: toRows(store.queries.newestScans(filterOf(params), limit)).reverse(),
        cursor: String(last?.scan_key ?? 0),
      };
    },
    since(params, cursor, limit) {
      if (!/^\d{1,15}$/.test(cursor)) throw new DomainError('not-found', 'The cursor is none of this log.');
      const records = store.queries.scansAfter(Number(cursor), filterOf(params), limit + 1);
      const rows = toRows(records.slice(0, limit));
      const more = records.length > limit;
      const [last] = more ? [] : store.queries.newestScans({}, 1);
      return { rows, cursor: more ? rows.at(-1)!.scanId : String(last?.scan_key ?? cursor), more };
    },
    watch(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    added() {
      for (const listener of listeners) listener();
    },
  };
}
