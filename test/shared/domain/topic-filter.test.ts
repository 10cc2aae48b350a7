import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createTopicMatcher, isTopicFilter, isTopicName, topicMatches } from '#shared/domain/topic-filter.ts';

const level = fc.constantFrom('a', 'b', 'waymark', '', ' ', '$x', 'ü');
const topic = fc.array(level, { minLength: 1, maxLength: 5 }).map((levels) => levels.join('/'));
const filter = fc
  .tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 0, maxLength: 5 }), fc.boolean())
  .map(([levels, hash]) => (hash ? [...levels, '#'] : levels).join('/'))
  .filter((text) => text.length > 0);

/** The standard's rules written the slow way, level by level from the left. */
function slowly(filterText: string, topicText: string): boolean {
  const wanted = filterText.split('/');
  const given = topicText.split('/');
  if (topicText.startsWith('$') && (wanted[0] === '+' || wanted[0] === '#')) return false;
  for (let index = 0; ; index += 1) {
    if (wanted[index] === '#') return true;
    if (wanted[index] === undefined || given[index] === undefined) {
      const tail = wanted.slice(index);
      return given[index] === undefined && (tail.length === 0 || (tail.length === 1 && tail[0] === '#'));
    }
    if (wanted[index] !== '+' && wanted[index] !== given[index]) return false;
  }
}

describe('topic filters', () => {
  it.each([
    ['sport/tennis/player1/#', 'sport/tennis/player1', true],
    ['sport/tennis/player1/#', 'sport/tennis/player1/score/wimbledon', true],
    ['sport/tennis/+', 'sport/tennis/player1/ranking', false],
    ['sport/+', 'sport', false],
    ['sport/+', 'sport/', true],
    ['+/+', '/finance', true],
    ['/+', '/finance', true],
    ['+', '/finance', false],
    ['#', '$SYS/monitor/Clients', false],
    ['+/monitor/Clients', '$SYS/monitor/Clients', false],
    ['$SYS/#', '$SYS/monitor/Clients', true],
    ['$SYS/monitor/+', '$SYS/monitor/Clients', true],
    ['a/+/$SYS', 'a/b/$SYS', true],
    ['Accounts', 'accounts', false],
    ['__proto__/+', '__proto__/constructor', true],
    ['a/#', 'b', false],
  ])('%s and %s: %s, as the standard says', (filterText, topicText, expected) => {
    expect(topicMatches(filterText, topicText)).toBe(expected);
  });

  it.each(['', 'a/#/b', 'a#', 'a+/b', '#/', '++', 'a\0b'])('refuses %j as a filter', (text) => {
    expect(isTopicFilter(text)).toBe(false);
    expect(topicMatches(text, 'a/b')).toBe(false);
  });

  it.each(['', 'a/+', '#', 'a\0'])('refuses %j as a topic', (text) => {
    expect(isTopicName(text)).toBe(false);
    expect(topicMatches('#', text)).toBe(false);
  });

  it('agrees with the rules applied level by level, for any filter and topic', () => {
    fc.assert(
      fc.property(filter, topic, (filterText, topicText) => {
        fc.pre(isTopicName(topicText));
        expect(topicMatches(filterText, topicText)).toBe(slowly(filterText, topicText));
      }),
      { numRuns: 2_000 },
    );
  });

  it('a matcher over many filters says the same as each filter alone', () => {
    fc.assert(
      fc.property(fc.array(filter, { maxLength: 8 }), topic, (filters, topicText) => {
        fc.pre(isTopicName(topicText));
        const any = filters.some((filterText) => topicMatches(filterText, topicText));
        expect(createTopicMatcher(filters)(topicText)).toBe(any);
      }),
      { numRuns: 1_000 },
    );
  });
});
