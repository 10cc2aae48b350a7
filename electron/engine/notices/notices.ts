import type { AlertRow, DeliveryEntry } from '#shared/contract/types.ts';
import { alertKeyOf } from '#shared/domain/alert.ts';

import type { Alerts } from '../alerts/alerts.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { SecretStore } from '../secrets.ts';
import type { NoticeRuleRow } from '../store/notices.ts';
import type { Store } from '../store/store.ts';
import { Courier, failureId } from './courier.ts';
import { noticeOf } from './notice-words.ts';
import { concerns, isToBeTold, stepName, stepsOf, type DueStep } from './policy.ts';

export interface NoticesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: SecretStore;
  readonly alerts: Pick<Alerts, 'decide' | 'feed' | 'tellSystem'>;
  readonly random: () => number;
  /** The host's zone, for quiet hours without one. */
  readonly timeZone: string;
  /** Where the console is, for links. */
  readonly url: () => string | undefined;
}

const everyMs = 1000;
/** In a storm a channel gets this many notices a minute, each of all that was raised meanwhile. */
const mostAMinute = 6;
const minuteMs = 60_000;
const system = 'waymark';

interface Pending {
  readonly alert: AlertRow;
  readonly next: number;
}

interface DueNotice {
  readonly alert: AlertRow;
  readonly step: DueStep;
}

/**
 * Tells people of alerts, as the rules say. What is to be told follows from the alerts that stand and the steps that
 * were taken, both in the database: a kill in between repeats nothing and loses nothing.
 */
export class Notices {
  readonly courier: Courier;
  readonly #options: NoticesOptions;
  #stop: () => void = () => undefined;
  #rules: readonly NoticeRuleRow[] = [];
  /** Alerts of which somebody is still to be told, and when next. */
  readonly #pending = new Map<string, Pending>();
  /** When notices were put into the outbox lately, by channel. */
  readonly #lately = new Map<string, number[]>();

  constructor(options: NoticesOptions) {
    this.#options = options;
    this.courier = new Courier(options);
  }

  /** Begins to tell; alerts may be raised by this. */
  start(): void {
    this.courier.channelsChanged();
    this.rulesChanged();
    this.#stop = this.#options.clock.every(everyMs, () => this.#tick());
  }

  /** Takes in alerts that changed. */
  consider(alerts: readonly AlertRow[]): void {
    if (this.#rules.length === 0) return;
    for (const alert of alerts) this.#considerOne(alert);
  }

  /** The rules are others now: every alert that stands is looked at again. */
  rulesChanged(): void {
    this.#rules = this.#options.store.notices.rules().filter(({ rule }) => rule.enabled);
    this.#pending.clear();
    this.consider([...this.#options.alerts.feed.live.values()]);
  }

  /** Sends a test at once and gives what came of it. */
  async test(channelId: string): Promise<DeliveryEntry> {
    return await this.courier.test(channelId);
  }

  /** Waits a moment for what is under way; it is tried again after the next start if that was too short. */
  async stop(): Promise<void> {
    this.#stop();
    await this.courier.stop();
  }

  #considerOne(alert: AlertRow): void {
    this.#pending.delete(alert.alertId);
    if (!isToBeTold(alert)) return;
    const rules = this.#rules.filter((rule) => concerns(rule, alert));
    if (rules.length === 0) return;
    for (const { rule } of rules) this.#assign(alert, rule.assignTo, rule.name);
    const due = this.#stepsOf(alert).map((step) => step.due);
    if (due.length > 0) this.#pending.set(alert.alertId, { alert, next: Math.min(...due) });
  }

  /** An alert nobody ever looked after gets its owner. */
  #assign(alert: AlertRow, to: string | undefined, ruleName: string): void {
    const isAnybodys = alert.assignee !== undefined || alert.notes.some(({ action }) => action === 'assign');
    if (to === undefined || isAnybodys) return;
    const note = `By the rule “${ruleName}”.`;
    // Not at once: this runs while alerts are being shown.
    this.#options.clock.after(0, () => {
      const now = this.#options.alerts.feed.live.get(alert.alertId);
      if (now !== undefined && now.assignee === undefined && isToBeTold(now))
        this.#options.alerts.decide(alert.alertId, { kind: 'assign', who: system, to, note });
    });
  }

  #stepsOf(alert: AlertRow): DueStep[] {
    const key = alertKeyOf(alert.alertId) ?? -1;
    const taken = new Set(this.#options.store.notices.stepsTaken(key).map(stepName));
    return stepsOf(alert, this.#rules, taken, this.#options.timeZone);
  }

  #tick(): void {
    const now = this.#options.clock.now();
    const due: DueNotice[] = [];
    for (const { alert, next } of this.#pending.values()) {
      if (next > now) continue;
      for (const step of this.#stepsOf(alert)) if (step.due <= now) due.push({ alert, step });
    }
    const byChannel = Map.groupBy(due, ({ step }) => step.channelId);
    for (const [channelId, notices] of byChannel)
      if (this.#mayTell(channelId, now)) this.#tell(channelId, notices, now);
    for (const { alert } of due) {
      const steps = this.#stepsOf(alert).map((step) => step.due);
      if (steps.length === 0) this.#pending.delete(alert.alertId);
      else this.#pending.set(alert.alertId, { alert, next: Math.min(...steps) });
    }
    this.courier.run();
  }

  #mayTell(channelId: string, now: number): boolean {
    const lately = (this.#lately.get(channelId) ?? []).filter((time) => now - time < minuteMs && time <= now);
    this.#lately.set(channelId, lately);
    return lately.length < mostAMinute;
  }

  /** One notice of everything that came due on a channel, and that it did, in one transaction. */
  #tell(channelId: string, due: readonly DueNotice[], now: number): void {
    const { store, url } = this.#options;
    const channel = this.courier.channel(channelId);
    // A channel that fails is not the one to say so.
    const told = due.filter(({ alert }) => alert.subject.id !== failureId(channelId));
    const alerts = [...new Map(told.map(({ alert }) => [alert.alertId, alert])).values()];
    const afterS = Math.min(...told.map(({ step }) => step.afterS));
    store.transaction(() => {
      for (const { alert, step } of due)
        store.notices.take({ alertKey: alertKeyOf(alert.alertId) ?? -1, ...keyOf(step) });
      if (channel === undefined || !channel.enabled || alerts.length === 0) return;
      const { subject, body } = noticeOf(alerts, { afterS, url: url() });
      store.notices.add({
        channelId,
        channelName: channel.name,
        kind: channel.kind,
        state: 'waiting',
        subject,
        body: JSON.stringify(body),
        alertIds: alerts.map(({ alertId }) => alertId),
        created: now,
        attempts: 0,
        due: now,
        settled: undefined,
        answer: undefined,
        problem: undefined,
      });
    });
    this.#lately.get(channelId)?.push(now);
  }
}

function keyOf({ ruleId, step, channelId }: DueStep): Pick<DueStep, 'ruleId' | 'step' | 'channelId'> {
  return { ruleId, step, channelId };
}
