import { X } from 'lucide-react';
import { useMemo } from 'react';

import type { QuarantineEntry } from '#shared/contract/types.ts';
import { type RejectReason, rejectReasons } from '#shared/domain/observation.ts';
import { setParams } from '#renderer/data/location-state.ts';
import { devicesText, reasonText } from '#renderer/text/devices.ts';
import { formatCount } from '#renderer/text/format.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { FilterBar } from '#renderer/ui/FilterBar.tsx';
import { Select } from '#renderer/ui/Select.tsx';

import styles from './DevicesScreen.module.css';

const { quarantineView: text } = devicesText;

export interface QuarantineFiltersProps {
  readonly rows: readonly QuarantineEntry[] | undefined;
  readonly reason: RejectReason | undefined;
  readonly deviceId: string | undefined;
  /** True when there are older ones than those listed. */
  readonly isCut: boolean;
}

/** Reasons with their counts, and whether the list is complete. */
export function QuarantineFilters({ rows, reason, deviceId, isCut }: QuarantineFiltersProps) {
  const counts = useMemo(() => countsByReason(rows ?? []), [rows]);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const options = rejectReasons
    .filter((each) => counts.has(each) || each === reason || reason !== undefined || isCut)
    .map((value) => ({ value, label: labelOf(value, counts.get(value)) }));
  return (
    <FilterBar className={styles['filters']}>
      <Select<RejectReason | ''>
        aria-label={text.filter}
        value={reason ?? ''}
        onValueChange={(value) => setParams({ reason: value, entry: undefined })}
        options={[{ value: '', label: text.all }, ...options]}
      />
      {deviceId !== undefined && (
        <Button icon={X} size="sm" onClick={() => setParams({ of: undefined })}>
          {text.ofDevice(deviceId)}
        </Button>
      )}
      <p className={styles['note']} role="status">
        {rows !== undefined && text.summary(formatCount(rows.length), formatCount(total))}
        {isCut && rows !== undefined && ` · ${text.newest(formatCount(rows.length))}`}
      </p>
    </FilterBar>
  );
}

function labelOf(reason: RejectReason, count: number | undefined): string {
  return count === undefined ? reasonText[reason] : `${reasonText[reason]} (${formatCount(count)})`;
}

function countsByReason(rows: readonly QuarantineEntry[]): ReadonlyMap<RejectReason, number> {
  const counts = new Map<RejectReason, number>();
  for (const row of rows) counts.set(row.reason, (counts.get(row.reason) ?? 0) + row.count);
  return counts;
}
