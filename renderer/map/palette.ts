import { readColor, type Theme } from '../ui/theme.ts';

/** A colour as CSS writes it; the basemap needs no more. */
type Color = string;

/** Colours of the basemap. */
export interface BasemapPalette {
  readonly water: Color;
  readonly land: Color;
  readonly coast: Color;
  readonly border: Color;
  readonly countryLabel: Color;
  readonly placeLabel: Color;
  readonly placeDot: Color;
  readonly halo: Color;
}

/** Red, green, blue in 0 … 1, as shaders take them. */
export type Rgb = readonly [number, number, number];

/** Colours of what is drawn over the basemap. */
export interface MarkerPalette {
  readonly moving: Rgb;
  readonly stopped: Rgb;
  readonly silent: Rgb;
  readonly alert: Rgb;
  readonly unknown: Rgb;
  /** Outline that lifts a marker off the map. */
  readonly edge: Rgb;
  readonly selected: Rgb;
}

/** Lines and labels of the data. */
export interface OverlayPalette {
  readonly track: Color;
  readonly trackCasing: Color;
  readonly label: Color;
  readonly labelHalo: Color;
}

export interface MapPalette {
  readonly theme: Theme;
  readonly basemap: BasemapPalette;
  readonly markers: MarkerPalette;
  readonly overlay: OverlayPalette;
}

/** Reads the map's colours from the design tokens; `theme` is the one that is on. */
export function readPalette(theme: Theme): MapPalette {
  return {
    theme,
    basemap: {
      water: readColor('--map-water'),
      land: readColor('--map-land'),
      coast: readColor('--map-coast'),
      border: readColor('--map-border'),
      countryLabel: readColor('--map-country-label'),
      placeLabel: readColor('--map-place-label'),
      placeDot: readColor('--map-place-dot'),
      halo: readColor('--map-label-halo'),
    },
    markers: {
      moving: rgbOf(readColor('--ok-fill')),
      stopped: rgbOf(readColor('--map-stopped')),
      silent: rgbOf(readColor('--map-silent')),
      alert: rgbOf(readColor('--bad-fill')),
      unknown: rgbOf(readColor('--quiet-fill')),
      edge: rgbOf(readColor('--map-marker-edge')),
      selected: rgbOf(readColor('--accent')),
    },
    overlay: {
      track: readColor('--accent'),
      trackCasing: readColor('--map-marker-edge'),
      label: readColor('--ink-1'),
      labelHalo: readColor('--map-label-halo'),
    },
  };
}

/** Channels of a computed colour, `rgb(…)`, `rgba(…)` or `color(srgb …)`; grey where it is none of them. */
export function rgbOf(color: Color): Rgb {
  const numbers = (color.match(/[\d.]+/g) ?? []).map(Number);
  const scale = color.startsWith('rgb') ? 255 : 1;
  const [red = 0.5 * scale, green = 0.5 * scale, blue = 0.5 * scale] = numbers;
  return [red / scale, green / scale, blue / scale];
}
