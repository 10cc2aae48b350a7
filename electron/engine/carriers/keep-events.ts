import { canonicalCode } from '#shared/domain/codes.ts';
import { toIso } from '#shared/domain/time.ts';

import type { EngineParts } from '../handlers/engine-parts.ts';
import type { CarrierEventRow } from '../store/carrier-events.ts';
import type { ToldEvent } from './carrier-event.ts';
import { mappingVersionOf, meaningIn, rawCodeOf } from './meanings.ts';
import type { CarrierMeaning } from './milestone-table.ts';

export type KeepParts = Pick<EngineParts, 'store' | 'clock' | 'pipeline'>;

export interface KeptEvents {
  readonly added: number;
  readonly known: number;
  /** Of the new ones, those nobody has said the meaning of. */
  readonly unmapped: number;
}

/**
 * Keeps what a tracking service told, in its own codes and words, and lets what is understood take the way of a
 * scan by the carrier: the same transaction, the same books, the same journey.
 */
export async function keepEvents(
  parts: KeepParts,
  provider: string,
  told: readonly ToldEvent[],
): Promise<KeptEvents> {
  const { store, clock } = parts;
  const understood = told.map((event) => ({ event, meaning: meaningIn(store, provider, event) }));
  const version = mappingVersionOf(store);
  const added = store.transaction(() =>
    understood.filter(({ event, meaning }) =>
      store.carrierEvents.add(rowOf(provider, event, meaning, { version, now: clock.now() })),
    ),
  );
  // Known ones too: should we have been stopped before they were told. A scan that is there is no second one.
  const moving = understood.flatMap(({ event, meaning }) =>
    meaning === undefined || meaning.milestone === 'none' ? [] : { event, meaning },
  );
  for (const [carrier, ofCarrier] of Map.groupBy(moving, ({ event }) => event.carrier))
    await tell(parts, provider, carrier, ofCarrier);
  return {
    added: added.length,
    known: told.length - added.length,
    unmapped: added.filter(({ meaning }) => meaning === undefined).length,
  };
}

function rowOf(
  provider: string,
  event: ToldEvent,
  meaning: CarrierMeaning | undefined,
  { version, now }: { readonly version: number; readonly now: number },
): CarrierEventRow {
  return {
    provider,
    carrier: event.carrier,
    code: canonicalCode(event.trackingNumber),
    eventTime: event.time,
    recordTime: now,
    rawCode: rawCodeOf(event),
    rawText: event.text,
    place: event.place,
    milestone: meaning?.milestone,
    mappingVersion: version,
  };
}

const atOnce = 500;

/** What of an event becomes a scan. */
type PlacedEvent = Pick<ToldEvent, 'trackingNumber' | 'time' | 'place'>;

/** Hands on a carrier's milestones as its scans. The carrier is a device of its own kind, so that rules know its word. */
export async function tell(
  { store, clock, pipeline }: KeepParts,
  provider: string,
  carrier: string,
  events: readonly { readonly event: PlacedEvent; readonly meaning: CarrierMeaning }[],
): Promise<void> {
  const deviceId = carrier.replaceAll(/[+#/]/g, '-');
  if (store.devices.get(deviceId)?.kind !== 'carrier')
    store.transaction(() => store.devices.configure({ deviceId, kind: 'carrier' }));
  for (let first = 0; first < events.length; first += atOnce) {
    const items = events.slice(first, first + atOnce).map(({ event, meaning }) => ({
      time: toIso(event.time),
      code: event.trackingNumber,
      bizStep: meaning.bizStep,
      outcome: meaning.outcome,
      place: meaning.milestone === 'customs' ? `Customs ${event.place ?? ''}`.trim() : event.place,
    }));
    const message = {
      source: provider,
      topic: `waymark/carriers/${deviceId}`,
      payload: Buffer.from(JSON.stringify(items)),
      qos: 1,
      retained: false,
      dup: false,
      receivedAt: clock.now(),
    } as const;
    await new Promise<void>((resolve) => pipeline.accept(message, resolve));
  }
}
