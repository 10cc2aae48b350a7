import fc from 'fast-check';
import { join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

import { pageTarget } from '../../electron/main/page-path.ts';

describe('an address of the page', () => {
  it('leads to a file of the page', () => {
    expect(pageTarget('app://waymark/')).toEqual({ kind: 'file', folder: 'page', path: ['index.html'] });
    expect(pageTarget('app://waymark/index.html#/orders?order=1')).toEqual({
      kind: 'file',
      folder: 'page',
      path: ['index.html'],
    });
    expect(pageTarget('app://waymark/assets/a%20b.js?v=1')).toEqual({
      kind: 'file',
      folder: 'page',
      path: ['assets', 'a b.js'],
    });
  });

  it('leads to a map tile or a file of the map', () => {
    expect(pageTarget('app://waymark/tiles/world/3/4/2.mvt')).toEqual({
      kind: 'tile',
      archive: 'world',
      z: 3,
      x: 4,
      y: 2,
    });
    expect(pageTarget('app://waymark/basemap/style.json')).toEqual({
      kind: 'file',
      folder: 'basemap',
      path: ['style.json'],
    });
  });

  it.each([
    'app://waymark/..%2f..%2fetc/passwd',
    'app://waymark/..%2F..%2F..%2Fetc%2Fpasswd',
    'app://waymark/assets/..%5c..%5csecret',
    'app://waymark/%2e%2e%2fpackage.json',
    'app://waymark/assets/%252e%252e/x/..%2fy',
    'app://waymark//etc/passwd',
    'app://waymark/%2fetc/passwd',
    'app://waymark/assets//x.js',
    'app://waymark/.env',
    'app://waymark/assets/.hidden',
    'app://waymark/C:/Windows/win.ini',
    'app://waymark/C%3A%5CWindows',
    'app://waymark/index.html%00.js',
    'app://waymark/index.html::$DATA',
    'app://waymark/a%0ab',
    'app://waymark/basemap',
    'app://waymark/basemap/..%2f..%2fpackage.json',
    'app://other/index.html',
    'app://waymark.evil.example/index.html',
    'app://waymark:80/index.html',
    'app://user@waymark/index.html',
    'https://waymark/index.html',
    'file:///etc/passwd',
    'not an address',
  ])('is refused as %s', (address) => {
    expect(pageTarget(address)).toEqual({ kind: 'refused', status: 404 });
  });

  it('is refused with half a percent sign', () => {
    expect(pageTarget('app://waymark/%E0%A4%A')).toEqual({ kind: 'refused', status: 400 });
  });

  it('never leads out of its folder', () => {
    const part = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '',
        '%2e%2e',
        '..%2f',
        '%2F',
        '%5c',
        '..\\',
        'C:',
        '%00',
        'basemap',
        'assets',
        '~',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }),
        fc.constantFrom('/', '%2f', '\\', '//'),
        (parts, separator) => {
          const target = pageTarget(`app://waymark/${parts.join(separator)}`);
          if (target.kind !== 'file') return;
          const out = relative('/root', normalize(join('/root', ...target.path)));
          expect(out.startsWith('..') || out.startsWith('/') || out === '').toBe(false);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
