import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';

import { basemapStyle, firstLabelLayer } from '#renderer/map/basemap-style.ts';
import { rgbOf } from '#renderer/map/palette.ts';

const palette = {
  water: 'rgb(215, 224, 232)',
  land: 'rgb(244, 244, 241)',
  coast: 'rgb(185, 198, 209)',
  border: 'rgb(191, 195, 198)',
  countryLabel: 'rgb(117, 128, 138)',
  placeLabel: 'rgb(86, 98, 112)',
  placeDot: 'rgb(163, 172, 181)',
  halo: 'rgb(249, 249, 247)',
};
const style = basemapStyle(palette, 'https://console.test');

describe('the style of the basemap', () => {
  it('is valid', () => {
    expect(validateStyleMin(style)).toEqual([]);
  });

  it('needs nothing but the page’s own origin', () => {
    const addresses = JSON.stringify(style).match(/https?:\/\/[^"\\]+/g);
    const fetched = addresses?.filter((address) => address !== 'https://www.geonames.org');
    expect(fetched).toEqual(['https://console.test/tiles/world/{z}/{x}/{y}.mvt']);
    expect([style.glyphs, style.sprite]).toEqual([undefined, undefined]);
  });

  it('names its sources', () => {
    expect(JSON.stringify(style.sources)).toContain('Natural Earth');
    expect(JSON.stringify(style.sources)).toContain('CC BY 4.0');
  });

  it('draws all ground below the first label, where the data goes between', () => {
    const ids = style.layers.map(({ id }) => id);
    const symbols = style.layers.filter(({ type }) => type === 'symbol').map(({ id }) => ids.indexOf(id));
    expect(Math.min(...symbols)).toBe(ids.indexOf(firstLabelLayer));
  });
});

describe('colours of the tokens', () => {
  it('are read in the forms browsers compute', () => {
    expect(rgbOf('rgb(255, 0, 51)')).toEqual([1, 0, 0.2]);
    expect(rgbOf('rgba(0, 255, 0, 0.5)')).toEqual([0, 1, 0]);
    expect(rgbOf('color(srgb 0.25 0.5 1)')).toEqual([0.25, 0.5, 1]);
  });
});
