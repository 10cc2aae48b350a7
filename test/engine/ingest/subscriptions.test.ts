import { describe, expect, it } from 'vitest';

import type { MqttLink } from '#engine/ingest/mqtt-link.ts';
import { planSubscriptions } from '#engine/ingest/subscription-plan.ts';
import { Subscriptions } from '#engine/ingest/subscriptions.ts';

import { createFakeClock } from '../../support/fake-clock.ts';

const filters = (count: number): string[] => Array.from({ length: count }, (_, index) => `f${index}`);

function rig(held: readonly string[], wanted: readonly string[], code: (filter: string) => number = () => 1) {
  const clock = createFakeClock();
  const reported: (readonly string[])[] = [];
  const subscribed: (readonly string[])[] = [];
  const unsubscribed: (readonly string[])[] = [];
  const link = {
    async subscribe(batch: readonly string[]) {
      subscribed.push(batch);
      return batch.map(code);
    },
    async unsubscribe(batch: readonly string[]) {
      unsubscribed.push(batch);
    },
    // A stand-in for the network: nothing else of a link is used here.
  } as unknown as MqttLink;
  const subscriptions = new Subscriptions({ clock, held, wanted, onHeld: (now) => reported.push(now) });
  return { clock, subscriptions, link, reported, subscribed, unsubscribed };
}

describe('subscriptions', () => {
  it('a plan names only what differs', () => {
    expect(planSubscriptions(['a', 'b', 'b'], new Set(['b', 'c']))).toEqual({
      subscribe: ['a'],
      unsubscribe: ['c'],
    });
  });

  it('says nothing to a broker that holds all of them', async () => {
    const { subscriptions, link, subscribed, reported } = rig(['a', 'b'], ['b', 'a']);
    subscriptions.connecting();
    expect(subscriptions.linkUp(true)).toBe(false);
    await subscriptions.reconcile(link);
    expect([subscribed, reported]).toEqual([[], [[], ['a', 'b']]]);
  });

  it('subscribes anew to a broker without a session, and tells whether one was lost', async () => {
    const lost = rig(['a'], ['a']);
    expect(lost.subscriptions.linkUp(false)).toBe(true);
    await lost.subscriptions.reconcile(lost.link);
    expect(lost.subscribed).toEqual([['a']]);
    expect(rig([], ['a']).subscriptions.linkUp(false)).toBe(false);
  });

  it('asks for eight at a time', async () => {
    const { subscriptions, link, subscribed, reported } = rig([], filters(20));
    await subscriptions.reconcile(link);
    expect(subscribed.map((batch) => batch.length)).toEqual([8, 8, 4]);
    expect(reported.at(-1)).toEqual(filters(20));
  });

  it('shows refusals, and grants that would lose messages', async () => {
    const { subscriptions, link, reported } = rig(
      [],
      ['a', 'b', 'c'],
      (filter) => ({ a: 135, b: 0 })[filter] ?? 1,
    );
    await subscriptions.reconcile(link);
    expect(reported.at(-1)).toEqual(['b', 'c']);
    expect(subscriptions.problem()).toBe('The broker refuses our subscription to a.');
    subscriptions.want(['b', 'c']);
    subscriptions.linkUp(true);
    expect(subscriptions.problem()).toMatch(/^The broker grants b without acknowledgement \(QoS 0\)/);
  });

  it('a change made meanwhile is carried out as well', async () => {
    const { subscriptions, link, subscribed, unsubscribed, reported } = rig([], ['a']);
    const first = subscriptions.reconcile(link);
    subscriptions.want(['b']);
    await Promise.all([first, subscriptions.reconcile(link)]);
    expect([subscribed, unsubscribed]).toEqual([[['a'], ['b']], [['a']]]);
    expect(reported.at(-1)).toEqual(['b']);
  });

  it('an answer that comes after the link ended changes nothing', async () => {
    const { subscriptions, link, reported } = rig([], ['a']);
    const working = subscriptions.reconcile(link);
    subscriptions.linkDown();
    await working;
    expect(reported).toEqual([]);
  });

  it('measures how long the broker owes an answer', async () => {
    const { clock, subscriptions, link } = rig([], ['a']);
    const working = subscriptions.reconcile(link);
    clock.advance(900);
    expect(subscriptions.unansweredMs()).toBe(900);
    await working;
    expect(subscriptions.unansweredMs()).toBe(0);
  });
});
