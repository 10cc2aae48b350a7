import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import type { NoticeChannelRow } from '#shared/contract/types.ts';
import { isTimeZone, toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { compact } from '../live/rows.ts';
import { deliveryKeyOf, deliveryView } from '../notices/delivery-view.ts';
import { allowList } from '../notices/reachable-address.ts';
import { refusalOf } from '../notices/webhook.ts';
import type { ChannelSetup } from '../store/notices.ts';
import type { EngineParts } from './engine-parts.ts';

type PutChannel = ParamsOut<'noticeChannels.put'>;
type PutRule = ParamsOut<'noticeRules.put'>;

/** Who is told of alerts, when and how; and what came of it. */
export function noticeHandlers({ store, clock, secrets, notices }: EngineParts) {
  const { courier } = notices;

  function view(channel: ChannelSetup): NoticeChannelRow {
    const last = store.notices.lastSettled(channel.channelId);
    const [sent] = store.notices.list({ channelId: channel.channelId, state: 'sent', limit: 1 });
    return compact({
      ...channel,
      hasSecret: secrets.channelSecret(channel.channelId) !== undefined,
      lastSentTime: sent?.settled === undefined ? undefined : toIso(sent.settled),
      problem: last?.state === 'failed' ? last.problem : undefined,
    });
  }

  return {
    'noticeChannels.list': () => ({ items: store.notices.channels().map(view) }),
    'noticeChannels.put': ({ secret, ...channel }: PutChannel): NoticeChannelRow => {
      mustBeWhole(channel);
      store.notices.putChannel(channel);
      if (secret !== undefined) secrets.setChannelSecret(channel.channelId, secret);
      courier.channelsChanged();
      return view(channel);
    },
    'noticeChannels.remove': ({ channelId }: ParamsOut<'noticeChannels.remove'>) => {
      if (courier.channel(channelId) === undefined)
        throw new DomainError('not-found', `No channel ${channelId} is known.`);
      const user = store.notices
        .rules()
        .find(({ rule }) => rule.steps.some((step) => step.channelIds.includes(channelId)));
      if (user !== undefined)
        throw new DomainError('conflict', `The rule “${user.rule.name}” tells people over this channel.`);
      store.notices.removeChannel(channelId);
      secrets.setChannelSecret(channelId, undefined);
      courier.channelsChanged();
      return { channelId };
    },
    'noticeChannels.test': ({ channelId }: ParamsOut<'noticeChannels.test'>) => notices.test(channelId),
    'noticeRules.list': () => ({ items: store.notices.rules().map(({ rule }) => rule) }),
    'noticeRules.put': (rule: PutRule): PutRule => {
      mustMakeSense(rule, (channelId) => courier.channel(channelId) !== undefined);
      const known = store.notices.rules().find(({ rule: { ruleId } }) => ruleId === rule.ruleId);
      const since = known?.rule.enabled === true ? known.since : clock.now();
      store.notices.putRule({ rule, since });
      notices.rulesChanged();
      return rule;
    },
    'noticeRules.remove': ({ ruleId }: ParamsOut<'noticeRules.remove'>) => {
      if (!store.notices.rules().some(({ rule }) => rule.ruleId === ruleId))
        throw new DomainError('not-found', `No rule ${ruleId} is known.`);
      store.notices.removeRule(ruleId);
      notices.rulesChanged();
      return { ruleId };
    },
    'deliveries.list': (params: ParamsOut<'deliveries.list'>): ResultOf<'deliveries.list'> => {
      const { state, channelId, limit, cursor } = params;
      const beforeKey = cursor === undefined ? undefined : keyOf(cursor, 'cursor');
      const found = store.notices.list({ state, channelId, beforeKey, limit: limit + 1 });
      const items = found.slice(0, limit).map(deliveryView);
      const last = items.at(-1);
      return found.length > limit && last !== undefined ? { items, nextCursor: last.deliveryId } : { items };
    },
    'deliveries.retry': ({ deliveryId }: ParamsOut<'deliveries.retry'>) =>
      deliveryView(courier.retry(keyOf(deliveryId, 'deliveryId'))),
  };
}

function keyOf(deliveryId: string, field: string): number {
  const key = deliveryKeyOf(deliveryId);
  if (key === undefined) throw invalid(`${deliveryId} is no delivery.`, field);
  return key;
}

function mustBeWhole({ kind, email, webhook }: ChannelSetup): void {
  if (kind === 'email' && (email === undefined || webhook !== undefined))
    throw invalid('A mail channel says where its mail goes, in `email` and nothing else.', 'email');
  if (kind !== 'webhook') return;
  if (webhook === undefined || email !== undefined)
    throw invalid('A webhook channel says where it calls, in `webhook` and nothing else.', 'webhook');
  const problem = URL.canParse(webhook.url) ? refusalOf(new URL(webhook.url)) : 'That is no address.';
  if (problem !== undefined) throw invalid(problem, 'webhook.url');
  try {
    allowList(webhook.allow);
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error), 'webhook.allow');
  }
}

function mustMakeSense({ steps, quietHours, assignTo }: PutRule, isChannel: (id: string) => boolean): void {
  if (steps.length === 0 && assignTo === undefined)
    throw invalid('A rule tells somebody, or names who looks after the alert.', 'steps');
  for (const [index, { afterS, channelIds }] of steps.entries()) {
    if (channelIds.length === 0) throw invalid('A step tells over a channel.', `steps.${index}.channelIds`);
    const unknown = channelIds.find((channelId) => !isChannel(channelId));
    if (unknown !== undefined) throw invalid(`No channel ${unknown} is known.`, `steps.${index}.channelIds`);
    if (index > 0 && afterS <= (steps[index - 1]?.afterS ?? 0))
      throw invalid('A step follows the one before it.', `steps.${index}.afterS`);
  }
  if (quietHours?.timeZone !== undefined && !isTimeZone(quietHours.timeZone))
    throw invalid(`${quietHours.timeZone} is no time zone.`, 'quietHours.timeZone');
}

function invalid(message: string, field: string): DomainError {
  return new DomainError('invalid-request', message, { field });
}
