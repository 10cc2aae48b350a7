import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { alertIdOf } from '#shared/domain/alert.ts';
import { canonicalCode } from '#shared/domain/codes.ts';
import { DomainError } from '#shared/result.ts';

import type { AlertRecord } from '../alerts/book.ts';
import { sign, takeStep, type Statement } from '../alerts/handling.ts';
import type { EngineParts } from './engine-parts.ts';
import type { RequestContext } from './handlers.ts';

type HandlingParts = Pick<EngineParts, 'store' | 'clock' | 'tracking' | 'alerts' | 'onOrdersChanged'>;

/** What becomes of the goods of an excursion: four statements in turn and a second person's signature. */
export function handlingHandlers(parts: HandlingParts) {
  const { clock, alerts, onOrdersChanged } = parts;
  const statement = (text: string, name: string, { session }: RequestContext): Statement => ({
    time: clock.now(),
    who: session.actor,
    name,
    text,
  });
  return {
    'alerts.decision': (
      { alertId, step, note, name, hold, outcome }: ParamsOut<'alerts.decision'>,
      context: RequestContext,
    ): ResultOf<'alerts.decision'> => {
      const by = statement(note, name, context);
      const row = alerts.handle(alertId, (record) => {
        mustConcernGoods(record);
        const handling = takeStep(record.handling ?? {}, { step, by, hold, outcome });
        if (step === 'quarantine' && hold === true) holdOrders(parts, record, by);
        const what = step === 'decision' ? `${step}: ${outcome ?? ''}` : step;
        const text = `${upperFirst(what)}. ${note} (${name})`;
        return { handling, note: { who: by.who, text, action: step } };
      });
      onOrdersChanged();
      return row;
    },
    'alerts.sign': (
      { alertId, note, name, meaning }: ParamsOut<'alerts.sign'>,
      context: RequestContext,
    ): ResultOf<'alerts.sign'> => {
      const by = statement(note, name, context);
      const row = alerts.handle(alertId, (record) => {
        mustConcernGoods(record);
        const handling = sign(record.handling ?? {}, by, meaning);
        if (handling.decision?.outcome === 'release') liftHolds(parts, record, by);
        const text = `Decision signed (${meaning}). ${note} (${name})`;
        return { handling, note: { who: by.who, text, action: 'sign' } };
      });
      onOrdersChanged();
      return row;
    },
  };
}

function mustConcernGoods({ measure, life }: AlertRecord): void {
  if (measure === undefined)
    throw new DomainError(
      'conflict',
      'This alert is about no limit of a profile: there are no goods to decide about.',
    );
  if (life.withdrawn)
    throw new DomainError('conflict', 'This alert was withdrawn: later facts show that it never was.');
}

/** Holds every affected order that this alert does not hold already. */
function holdOrders({ store, tracking }: HandlingParts, record: AlertRecord, by: Statement): void {
  const mark = markOf(record);
  for (const orderNumber of record.orderNumbers) {
    const order = store.orders.get(orderNumber);
    const code = canonicalCode(orderNumber);
    const isHeld = store.holds
      .of(code)
      .some(({ note, liftedTime }) => note.startsWith(mark) && liftedTime === undefined);
    if (order === undefined || isHeld) continue;
    store.holds.place({
      subjectType: 'order',
      subjectId: order.orderNumber,
      code,
      kind: 'quality',
      note: `${mark}${by.text}`.slice(0, 2000),
      placedTime: by.time,
      placedBy: by.who,
    });
    tracking.touch([order.key]);
  }
}

/** Lifts what this alert holds, and nothing else. */
function liftHolds({ store, tracking }: HandlingParts, record: AlertRecord, by: Statement): void {
  const mark = markOf(record);
  for (const orderNumber of record.orderNumbers) {
    for (const hold of store.holds.of(canonicalCode(orderNumber))) {
      if (!hold.note.startsWith(mark) || hold.liftedTime !== undefined) continue;
      store.holds.lift(hold.key, {
        time: by.time,
        by: by.who,
        note: `${mark}released. ${by.text}`.slice(0, 2000),
      });
      const order = store.orders.get(orderNumber);
      if (order !== undefined) tracking.touch([order.key]);
    }
  }
}

/** How holds of an alert begin. */
function markOf({ key }: AlertRecord): string {
  return `${alertIdOf(key)}: `;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
