import { zoneOffsetText } from '../wall-clock.ts';
import type { AnswerLanguage, AnswerWords } from './answer-words.ts';
import type { OrderTeller } from './answer.ts';
import { english } from './english.ts';
import { french } from './french.ts';

export const answerWords: Readonly<Record<AnswerLanguage, AnswerWords>> = { en: english, fr: french };

/** Whose order an answer is about. */
export interface AddressedOrder {
  readonly orderNumber: string;
  readonly customer: { readonly name?: string | undefined };
  readonly shipTo: {
    readonly name?: string | undefined;
    readonly city?: string | undefined;
    readonly postalCode?: string | undefined;
  };
}

/** An answer as a text for a mail or a chat: which order, the sentence, and when that was true. */
export function answerText(
  order: AddressedOrder,
  sentence: string,
  teller: OrderTeller,
  words: AnswerWords,
): string {
  const { orderNumber, customer, shipTo } = order;
  const town = [shipTo.postalCode, shipTo.city].filter((part) => part !== undefined).join(' ');
  const to = [shipTo.name ?? customer.name, town].filter(Boolean).join(', ');
  const zone = `${teller.timeZone}, ${zoneOffsetText(teller.now, teller.timeZone)}`;
  return [words.title(orderNumber, to), sentence, words.asOf(words.moment(teller.now, teller), zone)].join(
    '\n',
  );
}

/** Where a fact comes from: `device GUN-3`. */
export function sourceWords(
  { type, id }: { readonly type: string; readonly id: string },
  { sourceKinds }: AnswerWords,
): string {
  const kind = Object.entries(sourceKinds).find(([name]) => name === type)?.[1] ?? type;
  return `${kind} ${id}`;
}
