import type { ChartPoint } from './chart-series.ts';

interface Scales {
  readonly x: (time: number) => number;
  readonly y: (value: number) => number;
}

function place(x: number, y: number): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}

type Segments = readonly (readonly ChartPoint[])[];

/** The line through the means; a point that stands alone becomes a dot (a line of no length with a round cap). */
export function meanPath(segments: Segments, { x, y }: Scales): string {
  return segments
    .map((segment) => {
      const places = segment.map((point) => place(x(point.at), y(point.mean)));
      return `M${places.join('L')}${places.length === 1 ? 'h0' : ''}`;
    })
    .join('');
}

/** The band between the extremes; a point that stands alone becomes an upright line. */
export function bandPath(segments: Segments, { x, y }: Scales): string {
  return segments
    .map((segment) => {
      const upper = segment.map((point) => place(x(point.at), y(point.max)));
      const lower = segment.map((point) => place(x(point.at), y(point.min)));
      return `M${upper.join('L')}L${lower.toReversed().join('L')}Z`;
    })
    .join('');
}

/** A dot for every point. */
export function dotPath(segments: Segments, { x, y }: Scales): string {
  return segments
    .flatMap((segment) => segment.map((point) => `M${place(x(point.at), y(point.mean))}h0`))
    .join('');
}

/**
 * The state of something that is open (1) or closed (0): it stays as it was last said until the next point of
 * the segment. A span in which it was both goes up and down.
 */
export function stepPath(segments: Segments, { x, y }: Scales): string {
  return segments
    .map((segment) => {
      let path = '';
      for (const point of segment) {
        const low = y(point.min);
        const high = y(point.max);
        const at = place(x(point.from), high);
        path += path === '' ? `M${at}` : `H${at.slice(0, at.indexOf(','))}V${at.slice(at.indexOf(',') + 1)}`;
        if (point.min !== point.max) path += `V${Math.round(low * 10) / 10}V${Math.round(high * 10) / 10}`;
      }
      const last = segment.at(-1);
      if (last !== undefined && segment.length === 1 && last.from === last.until) path += 'h0';
      else if (last !== undefined) path += `H${Math.round(x(last.until) * 10) / 10}`;
      return path;
    })
    .join('');
}
