import type { ParamsOut } from '#shared/contract/index.ts';
import { DomainError } from '#shared/result.ts';

import type { CarrierEventRow } from '../store/carrier-events.ts';
import { type KeepParts, tell } from './keep-events.ts';
import { mappingVersionOf, meaningOfKept } from './meanings.ts';
import { type CarrierMeaning, meanings } from './milestone-table.ts';

type KeptEvent = CarrierEventRow & { readonly key: number };

/**
 * Gives a code a meaning and lets what was kept with it move its parcels, at the times it happened. Fails with
 * `not-found` where no carrier used it and `conflict` where it has a meaning: facts rest on that.
 */
export async function mapCode(
  parts: KeepParts,
  { milestone, ...code }: ParamsOut<'carriers.mapCode'>,
): Promise<void> {
  const { store, clock } = parts;
  const events = store.carrierEvents.unmapped(code);
  if (events.length === 0) {
    const isUsed = store.carrierEvents
      .codes()
      .some((row) => row.carrier === code.carrier && row.rawCode === code.rawCode);
    if (!isUsed) throw new DomainError('not-found', `No carrier has used the code ${code.rawCode}.`);
    throw new DomainError(
      'conflict',
      `The code ${code.rawCode} has a meaning already, and facts rest on it: correct those on the order.`,
    );
  }
  const meaning = meanings[milestone];
  // Told first: should we be stopped in between, it still has no meaning and is given it again.
  await hear(
    parts,
    events.map((event) => ({ event, meaning })),
  );
  store.transaction(() => {
    store.carrierEvents.say(code, milestone, clock.now());
    const version = mappingVersionOf(store);
    for (const { key } of events) store.carrierEvents.setMeaning(key, milestone, version);
  });
}

/** Looks again at what an older table did not understand, or understood without moving anything. */
export async function meanAgain(parts: KeepParts): Promise<void> {
  const { store } = parts;
  const version = mappingVersionOf(store);
  const events = store.carrierEvents.idleBefore(version);
  const found = events.map((event) => ({ event, meaning: meaningOfKept(store, event) }));
  await hear(
    parts,
    found.flatMap(({ event, meaning }) => (meaning === undefined ? [] : { event, meaning })),
  );
  if (events.length === 0 || !store.isOpen()) return;
  store.transaction(() => {
    for (const { event, meaning } of found)
      store.carrierEvents.setMeaning(event.key, meaning?.milestone, version);
  });
}

async function hear(
  parts: KeepParts,
  understood: readonly { readonly event: KeptEvent; readonly meaning: CarrierMeaning }[],
): Promise<void> {
  const moving = understood.filter(({ meaning }) => meaning.milestone !== 'none');
  const groups = Map.groupBy(moving, ({ event }) => JSON.stringify([event.provider, event.carrier]));
  for (const group of groups.values()) {
    const { provider, carrier } = group[0]!.event;
    const told = group.map(({ event, meaning }) => ({
      event: { trackingNumber: event.code, time: event.eventTime, place: event.place },
      meaning,
    }));
    await tell(parts, provider, carrier, told);
  }
}
