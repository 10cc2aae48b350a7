import type { MarkerShape } from './marker.ts';

/** Outline of a marker in a box of 26 by 26 units around (13, 13), as SVG writes paths; arrows point up. */
export interface MarkerOutline {
  readonly path: string;
  /** Drawn as a line of this width instead of filled. */
  readonly lineWidth?: number;
  /** How far the drawing reaches from the middle, its edge included. */
  readonly reach: number;
  /** True when it turns with the heading. */
  readonly turns: boolean;
}

export const outlineBox = 26;

/** Width of the light or dark edge around a marker that lifts it off the map. */
export const edgeWidth = 1.7;

/** The shapes of the markers; the map, the list and the legend all draw these. */
export const markerOutlines: Readonly<Record<MarkerShape, MarkerOutline>> = {
  disc: { path: circle(6), reach: 8.5, turns: false },
  arrow: { path: 'M13 3.4L20 20.6L13 17.4L6 20.6Z', reach: 12.5, turns: true },
  square: { path: 'M7.4 7.4H18.6V18.6H7.4Z', reach: 8.5, turns: false },
  ring: { path: circle(5), lineWidth: 2.6, reach: 8.8, turns: false },
  diamond: { path: 'M13 4.8L21.2 13L13 21.2L4.8 13Z', reach: 10.8, turns: false },
  kite: { path: 'M13 2.2L19.6 15L13 20.2L6.4 15Z', reach: 12.8, turns: true },
  hollowSquare: { path: 'M8 8H18V18H8Z', lineWidth: 2.6, reach: 9.2, turns: false },
};

function circle(radius: number): string {
  return `M${13 - radius} 13a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`;
}
