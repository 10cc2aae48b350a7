import type { AlertRow } from '#shared/contract/types.ts';
import { canonicalCode } from '#shared/domain/codes.ts';

import type { IgnoreRow } from '../store/ignores.ts';

/** Nothing is put aside for longer: what is still so comes back to be looked at. */
export const longestIgnoreMs = 90 * 86_400_000;

type About = Pick<AlertRow, 'kind' | 'subject' | 'deviceId' | 'vehicleId' | 'siteId' | 'orderNumbers'>;

/** The first of the ignores in force that covers a finding; undefined where none does. */
export function coveringIgnore(about: About, ignores: readonly IgnoreRow[]): IgnoreRow | undefined {
  return ignores.find((ignore) => covers(ignore, about));
}

function covers({ kind, subjectType, subjectId }: IgnoreRow, about: About): boolean {
  if (kind !== undefined && kind !== about.kind) return false;
  if (subjectType === undefined || subjectId === undefined) return kind !== undefined;
  const { subject, deviceId, vehicleId, siteId, orderNumbers } = about;
  const code = canonicalCode(subjectId);
  if (subject.type === subjectType && canonicalCode(subject.id) === code) return true;
  switch (subjectType) {
    case 'order':
      return orderNumbers.some((number) => canonicalCode(number) === code);
    case 'device':
      return deviceId === subjectId;
    case 'vehicle':
      return vehicleId === subjectId;
    case 'site':
      return siteId === subjectId;
    case 'parcel':
    case 'pallet':
      return false;
  }
}
