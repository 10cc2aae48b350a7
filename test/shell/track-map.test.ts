import { describe, expect, it } from 'vitest';

import { trackMap } from '../../electron/station/track-map.ts';
import { trackWords } from '../../electron/station/track-words.ts';

const lyon = { lat: 45.69, lon: 4.95 };
const dijon = { lat: 47.27, lon: 5.05 };
const paris = { lat: 48.86, lon: 2.35 };

type Order = Parameters<typeof trackMap>[0];
type Step = Order['journey'][number];

function step(place: string, at: Step['at'], status: Step['status']): Step {
  return { milestone: 'at-site', place, status, ...(at === undefined ? {} : { at }) };
}

function map(order: Order): string {
  return trackMap(order, trackWords.en);
}

function circles(svg: string): { readonly kind: string; readonly x: number; readonly y: number }[] {
  return [...svg.matchAll(/<circle class="(\w+)" cx="(\d+)" cy="(\d+)"/g)].map(([, kind = '', x, y]) => ({
    kind,
    x: Number(x),
    y: Number(y),
  }));
}

describe('the map of a journey', () => {
  it('shows the sites it passes, north up and to scale, dotted where it has not been', () => {
    const svg = map({
      journey: [
        step('Lyon', lyon, 'done'),
        step('Dijon', dijon, 'next'),
        step('Paris', paris, 'planned'),
        { milestone: 'delivered', status: 'planned' },
      ],
      last: lyon,
    });
    const [now, first, second, third] = circles(svg);
    expect([now, first, second, third].map((each) => each?.kind)).toEqual([
      'now',
      'done',
      'planned',
      'planned',
    ]);
    expect([first!.y > second!.y, second!.y > third!.y, third!.x < first!.x]).toEqual([true, true, true]);
    // A degree of latitude is 111 km, one of longitude at 47° is 76 km.
    const perDegree = (first!.y - third!.y) / (paris.lat - lyon.lat);
    expect((first!.x - third!.x) / (lyon.lon - paris.lon) / perDegree).toBeCloseTo(0.68, 1);
    expect(svg.match(/<line [^>]*>/g)?.map((line) => line.includes('dasharray'))).toEqual([true, true]);
    expect(svg).toContain('aria-label="The way over Lyon, Dijon, Paris"');
    expect(svg).toMatch(/>100 km</);
  });

  it('puts a vehicle behind the last site it has left', () => {
    const svg = map({
      journey: [step('Lyon', lyon, 'done'), step('Dijon', dijon, 'next')],
      last: { lat: 46.5, lon: 4.9 },
    });
    expect(svg).toContain('aria-label="The way over Lyon, last seen about here, Dijon"');
    expect(svg.match(/<line [^>]*>/g)?.map((line) => line.includes('dasharray'))).toEqual([false, true]);
  });

  it('lets no name run over another or out of the picture, however near the places are', () => {
    const svg = map({
      journey: [
        step('Entrepôt de Saint-Priest', lyon, 'done'),
        step('Quai de Corbas', { lat: 45.67, lon: 4.9 }, 'done'),
        step('Dijon', dijon, 'next'),
      ],
    });
    const names = [...svg.matchAll(/<text x="(\d+)" y="(\d+)">([^<]+)</g)].map(([, x, y, name = '']) => ({
      left: Number(x) - name.length * 3.6,
      right: Number(x) + name.length * 3.6,
      y: Number(y),
    }));
    expect(names).toHaveLength(3);
    for (const [index, name] of names.entries()) {
      expect(name.left >= 0 && name.right <= 420).toBe(true);
      for (const other of names.slice(index + 1))
        expect(name.right <= other.left || other.right <= name.left || Math.abs(name.y - other.y) >= 16).toBe(
          true,
        );
    }
  });

  it('is not there where fewer than two places are known', () => {
    expect(map({ journey: [step('Lyon', lyon, 'done'), step('Dijon', undefined, 'next')], last: lyon })).toBe(
      '',
    );
    expect(
      map({ journey: [step('Lyon', lyon, 'done'), step('Lyon gate', { ...lyon, lat: 45.691 }, 'next')] }),
    ).toBe('');
  });

  it('writes names as text', () => {
    const svg = map({ journey: [step('<b>"Lyon"', lyon, 'done'), step('Dijon', dijon, 'next')] });
    expect(svg).not.toContain('<b>');
    expect(svg).toContain('&lt;b&gt;&quot;Lyon&quot;');
  });
});
