import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { Tracking } from '../tracking/tracking.ts';
import type { Aboard } from './aboard.ts';
import type { AlertFeed } from './alert-feed.ts';
import type { AssetSilenceRules } from './asset-silence-rules.ts';
import type { AlertBook } from './book.ts';
import type { BudgetRules } from './budget-rules.ts';
import type { CauseRules } from './cause-rules.ts';
import type { CalibrationRules } from './calibration-rules.ts';
import type { Contradictions } from './contradictions.ts';
import type { Listening } from './listening.ts';
import type { NeverHeardRules } from './never-heard-rules.ts';
import type { OrderRules } from './order-rules.ts';
import type { SeriesRules } from './series-rules.ts';
import type { SilenceRules } from './silence-rules.ts';
import type { TallyRules } from './tally-rules.ts';
import type { DeviceWatch } from './watches.ts';

export interface AlertRoundsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly tracking: Tracking;
  readonly book: AlertBook;
  readonly feed: AlertFeed;
  readonly listening: Listening;
  readonly series: SeriesRules;
  readonly tallies: TallyRules;
  readonly silences: SilenceRules;
  readonly orders: OrderRules;
  readonly calibrations: CalibrationRules;
  readonly aboard: Aboard;
  readonly budgets: BudgetRules;
  readonly causes: CauseRules;
  readonly assets: AssetSilenceRules;
  readonly neverHeard: NeverHeardRules;
  readonly contradictions: Contradictions;
  readonly watch: (deviceKey: number) => DeviceWatch | undefined;
  /** Shows what was committed. */
  readonly show: () => void;
}

/** One look at what depends on the clock takes at most this long; what is left waits for the next. */
const sliceMs = 8;
const sliceEveryMs = 250;
const roundEveryMs = 1000;
const promisesPerStep = 20;
const keepEveryMs = 10_000;

const shelvingOver = { who: 'waymark', text: 'Shelving is over.', action: 'system' } as const;

/** What about alerts depends on the clock, looked at in small slices on a timer. */
export class AlertRounds {
  readonly #options: AlertRoundsOptions;
  #round: { readonly began: number; readonly keys: number[] } = { began: -Infinity, keys: [] };
  readonly #lookAgain: Set<number>;
  /** From when on to look again, where that is before the newest reading. */
  readonly #since = new Map<number, number>();
  readonly #stops: (() => void)[];

  constructor(options: AlertRoundsOptions) {
    const { clock, tallies, feed } = options;
    this.#options = options;
    this.#lookAgain = new Set(tallies.devicesDue());
    this.#stops = [
      clock.every(sliceEveryMs, () => this.#slice()),
      clock.every(keepEveryMs, () => feed.expire()),
    ];
  }

  /** The readings of a device have to be looked at again: since an instant, or since the newest. */
  lookAgain(deviceKey: number, since?: number): void {
    this.#lookAgain.add(deviceKey);
    if (since === undefined) return;
    this.#since.set(deviceKey, Math.min(since, this.#since.get(deviceKey) ?? since));
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#options.listening.beat();
  }

  /** A little of what depends on the clock, never so much that messages wait for it. */
  #slice(): void {
    const {
      clock,
      store,
      listening,
      tallies,
      calibrations,
      aboard,
      contradictions,
      budgets,
      causes,
      assets,
      neverHeard,
      show,
    } = this.#options;
    const until = clock.monotonic() + sliceMs;
    const isTime = (): boolean => clock.monotonic() <= until;
    listening.beat();
    this.#endShelves();
    while (this.#lookAgain.size > 0 && isTime()) this.#lookAtOne();
    while (tallies.isDue() && isTime()) store.transaction(() => tallies.recountOne());
    if (this.#round.keys.length === 0 && clock.monotonic() - this.#round.began >= roundEveryMs)
      this.#round = { began: clock.monotonic(), keys: [...store.devices.all()].map(({ key }) => key) };
    while (this.#round.keys.length > 0 && isTime()) this.#askOne(this.#round.keys.pop()!);
    if (listening.isDrained()) this.#askOrders(isTime);
    for (const tell of calibrations.due()) store.transaction(tell);
    for (const look of aboard.due()) if (isTime()) store.transaction(look);
    if (listening.isDrained()) for (const look of budgets.due()) if (isTime()) store.transaction(look);
    contradictions.look(isTime);
    show();
    for (const look of assets.due()) if (isTime()) store.transaction(look);
    show();
    for (const look of [neverHeard.due(), causes.due()]) if (look !== undefined) store.transaction(look);
    show();
  }

  #askOne(deviceKey: number): void {
    const { store, silences } = this.#options;
    const watch = this.#options.watch(deviceKey);
    if (watch !== undefined && silences.isDue(watch)) store.transaction(() => silences.ask(watch));
  }

  #askOrders(isTime: () => boolean): void {
    const { store, clock, tracking, orders } = this.#options;
    const passed = store.orders.promisesPassed(clock.now(), promisesPerStep);
    if (passed.length > 0) store.transaction(() => passed.forEach((key) => tracking.update(key)));
    orders.ask(isTime);
  }

  #lookAtOne(): void {
    const { store, series, silences } = this.#options;
    const [key] = this.#lookAgain;
    if (key === undefined) return;
    this.#lookAgain.delete(key);
    const watch = this.#options.watch(key);
    if (watch === undefined) return;
    const since = this.#since.get(key);
    store.transaction(() => {
      for (const channel of watch.channels.values()) {
        series.lookAgain(watch, channel, since);
        if (since !== undefined) silences.lookAgain(watch, channel, since);
      }
      series.settle();
    });
    this.#since.delete(key);
  }

  #endShelves(): void {
    const { store, book, feed } = this.#options;
    const keys = feed.unshelved();
    if (keys.length === 0) return;
    store.transaction(() => {
      for (const key of keys) {
        const record = book.get(key);
        if (record !== undefined) book.live(record, { kind: 'shelf-over' }, shelvingOver);
      }
    });
  }
}
