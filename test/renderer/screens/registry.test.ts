// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';

import { screens } from '#renderer/screens/index.ts';

describe('the registry of screens', () => {
  it.each(['id', 'path', 'key', 'title'] as const)('gives every screen its own %s', (field) => {
    const values = screens.map((screen) => screen[field]);
    expect(values).toEqual([...new Set(values)]);
  });

  it('takes no key that already does something', () => {
    expect(screens.filter(({ key }) => ['g', '/', '?'].includes(key) || key.length !== 1)).toEqual([]);
  });

  it('starts with what needs somebody now', () => {
    expect(screens[0]?.path).toBe('/overview');
  });
});
