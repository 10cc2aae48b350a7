import type { AlertKind } from '../alert.ts';
import type { HoldKind } from '../hold.ts';
import type { OrderState } from '../order-state.ts';

/** Languages a customer may be answered in. */
export const answerLanguages = ['en', 'fr'] as const;

export type AnswerLanguage = (typeof answerLanguages)[number];

/** From when and where a time is told. */
export interface Teller {
  readonly now: number;
  /** IANA zone the times are told in. */
  readonly timeZone: string;
}

/** How a language tells times. */
export interface MomentWords {
  /** `at 09:12 today` */
  readonly moment: (epochMs: number, teller: Teller) => string;
  /** `18:00 today`, where another word than `at` stands before it. */
  readonly bareMoment: (epochMs: number, teller: Teller) => string;
  /** `tomorrow between 10:20 and 12:40` */
  readonly period: (from: number, to: number, teller: Teller) => string;
  /** `12 min ago` */
  readonly ago: (epochMs: number, now: number) => string;
  /** `5 h 12 min` */
  readonly length: (ms: number) => string;
}

/** What is told of a parcel or order that is behind. */
export interface Behind {
  readonly behind: number;
  readonly all: number;
  /** By how much so far, in words. */
  readonly length: string | undefined;
  /** Why, as a clause. */
  readonly reason: string | undefined;
  /** Where it is. */
  readonly where: string;
}

/** Every phrase an answer is made of. Clauses are joined by semicolons into one sentence. */
export interface AnswerWords extends MomentWords {
  readonly states: Readonly<Record<OrderState, string>>;
  readonly timeNotKnown: string;
  /** Puts clauses together and ends the sentence. */
  readonly sentence: (clauses: readonly string[]) => string;

  readonly ordered: (when: string) => string;
  readonly nothingScanned: string;
  readonly delivered: (when: string) => string;
  readonly withinPromise: (until: string) => string;
  readonly lateBy: (length: string, until: string) => string;
  readonly returned: (when: string) => string;
  readonly cancelled: (when: string) => string;
  readonly attemptFailed: (when: string) => string;
  readonly exception: (when: string) => string;
  readonly returning: (when: string) => string;
  readonly stateNotKnown: string;

  readonly aSite: string;
  readonly aVehicle: string;
  readonly atSite: (state: OrderState, site: string) => string;
  readonly lastScanned: (when: string, ago: string) => string;
  readonly siteSinceNotKnown: (site: string) => string;
  readonly staleAtSite: (site: string, when: string, ago: string) => string;
  readonly onVehicle: (vehicle: string, since: string | undefined, isOut: boolean) => string;
  readonly leftOn: (site: string | undefined, when: string, vehicle: string) => string;
  readonly heardOf: (ago: string) => string;
  readonly staleOnVehicle: (ago: string) => string;
  readonly neverHeardOf: string;
  readonly handedOver: (ago: string) => string;
  readonly nowhere: (state: OrderState, ago: string | undefined) => string;

  readonly expected: (period: string, isFromOld: boolean) => string;
  readonly noEstimate: string;
  readonly promisedUntil: (until: string) => string;
  readonly nothingPromised: string;

  readonly behind: (told: Behind) => string;
  readonly others: (states: readonly (readonly [OrderState, number])[], count: number) => string;
  readonly notDone: (step: string, site: string) => string;
  readonly notYet: Readonly<Partial<Record<OrderState, string>>>;

  readonly held: Readonly<Record<HoldKind, string>>;
  readonly late: (until: string, reason: string | undefined) => string;
  readonly atRisk: (until: string, reason: string | undefined) => string;
  readonly promiseUnknown: (until: string) => string;
  /** Why it is late, by the alerts that stand. */
  readonly reasons: Readonly<Partial<Record<AlertKind, string>>>;
  /** What became of the goods, by the alerts that stand. */
  readonly goods: Readonly<Partial<Record<AlertKind, string>>>;

  readonly parcel: (parcelId: string) => string;
  readonly factOnVehicle: (step: string, vehicle: string) => string;
  readonly factAt: (step: string, site: string) => string;
  readonly steps: Readonly<Record<string, string>>;
  readonly outcomes: Readonly<Record<string, string>>;
  readonly scanned: string;
  readonly positionOf: (vehicle: string) => string;
  readonly orderPosted: string;
  readonly sourceKinds: Readonly<
    Record<'device' | 'carrier' | 'model' | 'channel' | 'person' | 'rule', string>
  >;
  readonly title: (orderNumber: string, to: string) => string;
  readonly asOf: (when: string, zone: string) => string;
}
