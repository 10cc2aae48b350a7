import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { answerFacts } from '#shared/domain/answer/answer-facts.ts';
import { answerText, answerWords } from '#shared/domain/answer/answer-text.ts';
import type { AnswerLanguage } from '#shared/domain/answer/answer-words.ts';
import { answerSentence, type OrderTeller, tellingSite } from '#shared/domain/answer/answer.ts';
import { canonicalCode } from '#shared/domain/codes.ts';
import { toIso } from '#shared/domain/time.ts';

import type { OrderBelievedRow } from '../tracking/order-view.ts';
import { timelineOf } from '../tracking/timeline.ts';
import type { EngineParts } from './engine-parts.ts';
import { findOrder } from './orders.ts';

type AnswerParts = Pick<EngineParts, 'store' | 'clock' | 'tracking' | 'timeZone'>;

/** What to tell a caller, and what that rests on. */
export function answerHandlers(parts: AnswerParts) {
  return {
    'orders.answer': ({ orderNumber, lang }: ParamsOut<'orders.answer'>): ResultOf<'orders.answer'> => {
      const { store, tracking } = parts;
      const order = findOrder(parts, orderNumber);
      const view = tracking.view(order);
      const teller = deskTeller(parts, view);
      const words = answerWords[lang];
      const timeline = timelineOf({
        store,
        judge: tracking.judge,
        order,
        journeys: tracking.journeys(order),
      });
      const sentence = answerSentence(view, teller, words);
      const facts = answerFacts(view, timeline, teller, words);
      return {
        orderNumber: view.orderNumber,
        lang,
        asOf: toIso(teller.now),
        timeZone: teller.timeZone,
        sentence,
        facts,
        text: answerText(view, sentence, teller, words),
      };
    },
  };
}

/** The sentence for whoever has the customer's link: it names no vehicle. */
export function publicSentence(parts: AnswerParts, view: OrderBelievedRow, lang: AnswerLanguage): string {
  const words = answerWords[lang];
  return answerSentence(view, { ...deskTeller(parts, view), vehicleName: () => words.aVehicle }, words);
}

function deskTeller({ store, clock, tracking, timeZone }: AnswerParts, view: OrderBelievedRow): OrderTeller {
  const site = tellingSite(view);
  return {
    now: clock.now(),
    timeZone: (site === undefined ? undefined : store.places.site(site)?.timeZone) ?? timeZone,
    siteName: (siteId) => store.places.site(siteId)?.name ?? siteId,
    vehicleName: (idOrCode) => {
      const id = tracking.world.vehicle(canonicalCode(idOrCode)) ?? idOrCode;
      return store.places.vehicle(id)?.name ?? id;
    },
  };
}
