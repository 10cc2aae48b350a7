import type { ValueScale } from './value-scale.ts';

/** The axes take the same room in every chart, so that charts above each other share one time axis. */
export const plotInsets = { left: 56, right: 14, top: 8, bottom: 34 } as const;

export interface PlotGeometry {
  readonly width: number;
  readonly height: number;
  readonly timeAt: (x: number) => number;
  readonly xOf: (time: number) => number;
  readonly yOf: (value: number) => number;
  readonly msPerPx: number;
}

interface GeometryOptions {
  readonly width: number;
  readonly height: number;
  readonly from: number;
  readonly to: number;
  readonly scale: ValueScale;
}

/** Width of the part of a chart that data is drawn in. */
export function plotWidth(chartWidth: number): number {
  return Math.max(1, chartWidth - plotInsets.left - plotInsets.right);
}

/** From instants and values to pixels of the plot and back; the same lines as the axes draw. */
export function plotGeometry({ width, height, from, to, scale }: GeometryOptions): PlotGeometry {
  const inner = { width: plotWidth(width), height: Math.max(1, height - plotInsets.top - plotInsets.bottom) };
  const msPerPx = (to - from) / inner.width;
  return {
    ...inner,
    msPerPx,
    timeAt: (x) => from + Math.max(0, Math.min(inner.width, x)) * msPerPx,
    xOf: (time) => (time - from) / msPerPx,
    yOf: (value) => (1 - (value - scale.min) / (scale.max - scale.min)) * inner.height,
  };
}
