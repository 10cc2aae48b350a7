import { describe, expect, it } from 'vitest';

import { targetOf } from '#renderer/charts/use-chart-keys.ts';

const stops = [10, 20, 30, 40];

describe('the keys of a chart', () => {
  it('start at the newest reading and go from one to the next', () => {
    expect(targetOf('ArrowLeft', stops, undefined)).toBe(40);
    expect(targetOf('ArrowRight', stops, undefined)).toBe(40);
    expect(targetOf('ArrowLeft', stops, 40)).toBe(30);
    expect(targetOf('ArrowRight', stops, 21)).toBe(30);
  });

  it('stay at the ends', () => {
    expect(targetOf('ArrowLeft', stops, 10)).toBe(10);
    expect(targetOf('End', stops, 10)).toBe(40);
    expect(targetOf('Home', stops, 40)).toBe(10);
    expect(targetOf('PageUp', stops, 40)).toBe(40);
  });

  it('do nothing where there is nothing, and leave other keys alone', () => {
    expect(targetOf('ArrowLeft', [], undefined)).toBeUndefined();
    expect(targetOf('x', stops, 10)).toBeUndefined();
  });
});
