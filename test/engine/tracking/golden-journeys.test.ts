import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { holdHandlers } from '#engine/handlers/holds.ts';
import type { RequestContext } from '#engine/handlers/handlers.ts';
import { correctionReasons, holdKinds, holdSubjectTypes } from '#shared/domain/hold.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { toIso } from '#shared/domain/time.ts';
import { z } from 'zod';

import { createAlertRig, type AlertRig } from '../../support/alert-rig.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { randomFrom } from '../../support/mutate.ts';
import { temporaryFolder } from '../../support/test-store.ts';

const minute = 60_000;
const start = Date.UTC(2026, 10, 23, 6);
const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'journeys');

const Scan = z.strictObject({
  at: z.number(),
  site: z.string().optional(),
  bizStep: z.string().optional(),
  outcome: z.string().optional(),
  readPoint: z.string().optional(),
  parent: z.string().optional(),
  vehicleId: z.string().optional(),
  codes: z.array(z.string()),
});

const Order = z.strictObject({
  orderNumber: z.string(),
  parcels: z.array(z.string()),
  promised: z.number().optional(),
  cancelled: z.number().optional(),
});

/** `correct` names a scan of the story by its place in it, `undo` and `lift` an earlier act of their kind. */
const Act = z.strictObject({
  at: z.number(),
  note: z.string().optional(),
  correct: z.number().optional(),
  reason: z.enum(correctionReasons).optional(),
  replacement: z.looseObject({ time: z.number().optional() }).optional(),
  undo: z.number().optional(),
  hold: z.strictObject({ type: z.enum(holdSubjectTypes), id: z.string() }).optional(),
  kind: z.enum(holdKinds).optional(),
  lift: z.number().optional(),
  post: Order.optional(),
});

/** Minutes → what is believed then, of order J unless another is named behind the minutes. */
const Story = z.strictObject({
  story: z.string(),
  vehicles: z.array(z.string()),
  orders: z.array(Order),
  phases: z.array(
    z.strictObject({
      scans: z.array(Scan).default([]),
      acts: z.array(Act).default([]),
      expect: z.record(z.string(), z.string()),
    }),
  ),
});
type Story = z.output<typeof Story>;
type Scan = z.output<typeof Scan>;
type Act = z.output<typeof Act>;

const deliveries: Readonly<Record<string, (scans: readonly Scan[]) => readonly Scan[]>> = {
  'in order': (scans) => scans,
  reversed: (scans) => scans.toReversed(),
  shuffled: (scans) => shuffled(scans, randomFrom(scans.length * 7 + 3)),
  twice: (scans) => [...scans, ...scans.toReversed()],
};

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((each) => ({ each, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ each }) => each);
}

function isoAt(minutes: number): string {
  return toIso(start + minutes * minute);
}

function posted({ orderNumber, parcels, promised, cancelled }: z.output<typeof Order>): object {
  return {
    orderNumber,
    placedTime: isoAt(-60),
    parcels: parcels.map((parcelId) => ({ parcelId })),
    ...(promised === undefined ? {} : { promised: { until: isoAt(promised) } }),
    ...(cancelled === undefined ? {} : { cancelledTime: isoAt(cancelled) }),
  };
}

function observation({ at, site, ...rest }: Scan): Observation {
  const deviceId = `H-${site ?? 'DRIVER'}`;
  return {
    kind: 'scan',
    deviceId,
    time: start + at * minute,
    ...(site === undefined ? {} : { siteId: site }),
    ...rest,
  } as Observation;
}

/** Plays a story; the scans of each phase come as the delivery says, what people do afterwards comes in order. */
class Telling {
  readonly #rig: AlertRig;
  readonly #scans: Scan[] = [];
  readonly #corrections: string[] = [];
  readonly #holds: string[] = [];

  constructor(rig: AlertRig, { orders, vehicles }: Story) {
    this.#rig = rig;
    rig.clock.setNow(start);
    for (const vehicleId of vehicles) rig.store.transaction(() => rig.store.places.putVehicle({ vehicleId }));
    rig.tracking.world.refresh();
    for (const order of orders) rig.post(posted(order));
  }

  scans(scans: readonly Scan[], deliver: (scans: readonly Scan[]) => readonly Scan[]): void {
    if (scans.length === 0) return;
    this.#scans.push(...scans);
    this.#rig.clock.setNow(start + Math.max(...scans.map(({ at }) => at), 0) * minute);
    for (const scan of deliver(scans)) this.#rig.send([observation(scan)]);
  }

  act(act: Act): void {
    const { store, clock, tracking, alerts } = this.#rig;
    clock.setNow(start + act.at * minute);
    const handlers = holdHandlers({ store, clock, tracking, alerts, onOrdersChanged: () => undefined });
    const context = { session: { actor: 'anna', role: 'operator' } } as unknown as RequestContext;
    const note = act.note ?? 'no note';
    if (act.post !== undefined) this.#rig.post(posted(act.post));
    if (act.correct !== undefined)
      this.#corrections.push(this.#correct(act, act.correct, handlers, context, note));
    if (act.undo !== undefined)
      handlers['corrections.undo']({ correctionId: this.#corrections[act.undo]!, note }, context);
    if (act.hold !== undefined)
      this.#holds.push(
        handlers['holds.place']({ subject: act.hold, kind: act.kind ?? 'other', note }, context).holdId,
      );
    if (act.lift !== undefined) handlers['holds.lift']({ holdId: this.#holds[act.lift]!, note }, context);
  }

  #correct(
    { reason, replacement }: Act,
    index: number,
    handlers: ReturnType<typeof holdHandlers>,
    context: RequestContext,
    note: string,
  ): string {
    const { at, codes } = this.#scans[index]!;
    const [found] = this.#rig.store.queries.scansInRange({
      code: codes[0]!,
      from: start + at * minute,
      to: start + at * minute,
      limit: 1,
    });
    const { time, ...rest } = replacement ?? {};
    const fields = { ...rest, ...(time === undefined ? {} : { time: isoAt(time) }) };
    const params = {
      target: { kind: 'scan' as const, id: `scan-${found!.scan_key}` },
      reason: reason!,
      note,
      ...(replacement === undefined ? {} : { replacement: fields }),
    };
    return handlers['corrections.declare'](params, context).correctionId;
  }

  /** What a person would say of an order at a minute, when everything told so far is known. */
  saying(key: string): string {
    const [minutes, orderNumber = 'J'] = key.split(' ');
    const { store, clock, tracking } = this.#rig;
    clock.setNow(start + 60 * 1440 * minute);
    const order = store.orders.get(orderNumber)!;
    const at = start + Number(minutes) * minute;
    const belief = tracking.belief(order, { at });
    const { location, on } = belief.least;
    const words = [
      belief.state,
      location.id === undefined ? location.kind : `${location.kind}:${location.id}`,
    ];
    if (on.length > 0) words.push('on', ...on);
    const isLate = belief.lateness === 'delivered-late';
    if (isLate) words.push('late');
    if (tracking.view(order, { at }).holds.length > 0) words.push('held');
    const isSplit = belief.parcels.some(({ state }) => state !== belief.state);
    const parcels = belief.parcels.map(({ parcelId, state }) => `${parcelId} ${state}`);
    const parts = [words.join(' '), ...(isSplit ? parcels : [])];
    if (isLate && belief.parcels.length > 1) parts.push(`by ${belief.least.parcelId}`);
    return parts.join('; ');
  }
}

const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

describe('stories written down before they were told', () => {
  it('are at least twenty-five', () => expect(files.length).toBeGreaterThanOrEqual(25));

  it.each(files)('%s ends as written however its scans come in', (name) => {
    const story = Story.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    for (const [how, deliver] of Object.entries(deliveries)) {
      const place = temporaryFolder();
      const rig = createAlertRig(place.path, createFakeClock(start));
      try {
        const telling = new Telling(rig, story);
        for (const { scans, acts, expect: expected } of story.phases) {
          telling.scans(scans, deliver);
          for (const act of acts) telling.act(act);
          const said = Object.fromEntries(Object.keys(expected).map((key) => [key, telling.saying(key)]));
          expect(said, how).toEqual(expected);
        }
      } finally {
        rig.stop();
        place.remove();
      }
    }
  });
});
