import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { defineAdapter, nothing, type Adapter } from '#engine/adapters/adapter.ts';
import { adapters } from '#engine/adapters/index.ts';
import {
  adapterFor,
  compareSpecificity,
  coversFilter,
  createRouter,
  defaultFilters,
} from '#engine/adapters/routing.ts';
import { isTopicFilter, topicMatches } from '#shared/domain/topic-filter.ts';

import { contextFor } from '../../support/decode-context.ts';

function made(id: string, topics: readonly string[], word?: string): Adapter {
  const base = { id, title: id, vendor: id, docs: id, topics, decode: () => nothing, samples: [] };
  return defineAdapter(
    word === undefined
      ? base
      : { ...base, match: (payload) => Buffer.from(payload).toString().includes(word) },
  );
}

function routed(registry: readonly Adapter[], topic: string, payload = '{}'): string | undefined {
  return createRouter(registry).adapterFor(Buffer.from(payload), contextFor(topic))?.id;
}

describe('finding the format of a message', () => {
  test('the most specific filter wins, whatever the order of the registry', () => {
    const registry = [made('all', ['a/#']), made('any', ['a/+/c']), made('one', ['a/b/c'])];
    expect(['a/b/c', 'a/x/c', 'a/x/y', 'b'].map((topic) => routed(registry, topic))).toEqual([
      'one',
      'any',
      'all',
      undefined,
    ]);
    expect(routed(registry.toReversed(), 'a/b/c')).toBe('one');
  });

  test('where filters overlap the content decides', () => {
    const registry = [made('near', ['a/b'], 'near'), made('far', ['a/#'], 'far')];
    expect(routed(registry, 'a/b', 'far')).toBe('far');
    expect(routed(registry, 'a/b', 'near')).toBe('near');
    expect(routed(registry, 'a/b', 'neither')).toBe('near');
  });

  test('formats whose topic is free are known by content on any topic nobody else documents', () => {
    const registry = [made('free', ['free/#'], 'tag'), made('fixed', ['fixed/+'])];
    expect(routed(registry, 'dock/7/events', 'tag')).toBe('free');
    expect(routed(registry, 'dock/7/events', 'door')).toBeUndefined();
    expect(routed(registry, 'fixed/1', 'tag')).toBe('fixed');
  });

  test('a message of a reader is known on a topic its owner chose', () => {
    const payload = Buffer.from(
      '{"data":{"eventNum":1,"idHex":"ad99"},"timestamp":"2026-11-22T08:30:00Z","type":"SIMPLE"}',
    );
    expect(adapterFor(payload, contextFor('site/dock01/tevents'))?.id).toBe('zebra-iot-connector');
    expect(adapterFor(Buffer.from('{"value":1}'), contextFor('site/dock01/tevents'))).toBeUndefined();
  });

  test('what this product publishes itself is no format of a device', () => {
    const topics = ['waymark/v1/hub-1/dev-7/verdict', 'waymark/out/v1/orders/1001/state'];
    expect(topics.map((topic) => adapterFor(Buffer.from('{}'), contextFor(topic)))).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('a format can be named', () => {
    expect(createRouter(adapters).adapterById('owntracks')?.id).toBe('owntracks');
    expect(createRouter(adapters).adapterById('constructor')).toBeUndefined();
  });
});

describe('filters to subscribe', () => {
  test('none is covered by another and none is there twice', () => {
    const registry = [made('a', ['a/b', 'a/+', 'x/#']), made('b', ['a/+', 'x', 'x/y/z', 'y/+/z'])];
    expect(defaultFilters(registry)).toEqual(['a/+', 'x/#', 'y/+/z']);
  });

  test('every topic of every format is subscribed', () => {
    const filters = defaultFilters();
    for (const topic of adapters.flatMap((adapter) => adapter.topics)) {
      expect(
        filters.some((filter) => coversFilter(filter, topic)),
        topic,
      ).toBe(true);
    }
  });

  const level = fc.constantFrom('a', 'b', '+', '');
  const filter = fc
    .tuple(fc.array(level, { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([levels, hash]) => [...levels, ...(hash ? ['#'] : [])].join('/'))
    .filter((text) => isTopicFilter(text));
  const topic = fc
    .array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 5 })
    .map((levels) => levels.join('/'));

  test('a filter that covers another receives everything the other does', () => {
    fc.assert(
      fc.property(filter, filter, topic, (outer, inner, name) => {
        if (coversFilter(outer, inner) && topicMatches(inner, name))
          expect(topicMatches(outer, name)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('a filter that covers another is never the more specific one', () => {
    fc.assert(
      fc.property(filter, filter, (outer, inner) => {
        if (outer !== inner && coversFilter(outer, inner))
          expect(compareSpecificity(inner, outer)).toBeLessThan(0);
      }),
      { numRuns: 3000 },
    );
  });
});
