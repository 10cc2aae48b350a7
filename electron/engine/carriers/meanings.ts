import type { CarrierMilestone } from '#shared/domain/carrier-milestone.ts';

import type { Store } from '../store/store.ts';
import type { ToldEvent } from './carrier-event.ts';
import { type CarrierMeaning, meaningOf, meanings, tableVersion } from './milestone-table.ts';

type CodedEvent = Pick<ToldEvent, 'carrier' | 'carrierCode' | 'serviceCodes'>;

const between = ' / ';

/** All codes of an event in one text, as it is kept and shown. */
export function rawCodeOf({ carrierCode, serviceCodes }: CodedEvent): string {
  return [carrierCode, ...serviceCodes].filter((code) => code !== '').join(between);
}

/** The version of the table with what people here have added to it. */
export function mappingVersionOf(store: Store): number {
  return tableVersion + store.carrierEvents.said();
}

/** What an event means: as somebody here said, else by the tables; undefined where nobody has said. */
export function meaningIn(store: Store, provider: string, event: CodedEvent): CarrierMeaning | undefined {
  const said = store.carrierEvents.saidOf({ provider, carrier: event.carrier, rawCode: rawCodeOf(event) });
  // What was said was one of them.
  return said === undefined ? meaningOf({ provider, ...event }) : meanings[said as CarrierMilestone];
}

/** The same for an event that was kept: which of its codes is the carrier's own is not known any more. */
export function meaningOfKept(
  store: Store,
  {
    provider,
    carrier,
    rawCode,
  }: { readonly provider: string; readonly carrier: string; readonly rawCode: string },
): CarrierMeaning | undefined {
  const [first = '', ...rest] = rawCode.split(between);
  return (
    meaningIn(store, provider, { carrier, carrierCode: first, serviceCodes: rest }) ??
    meaningIn(store, provider, { carrier, carrierCode: '', serviceCodes: [first, ...rest] })
  );
}
