import { type RefObject, useEffect, useRef } from 'react';

import type { PlotGeometry } from './plot-geometry.ts';
import type { TimeSpan } from './time-range.ts';

interface WheelOptions extends TimeSpan {
  readonly plot: RefObject<HTMLElement | null>;
  readonly geometry: PlotGeometry;
  readonly onZoom: (range: TimeSpan) => void;
}

const leastSpanMs = 1000;
const mostSpanMs = 400 * 86_400_000;
/** A turn is over this long after its last step; only then is the engine asked. */
const restMs = 90;
const perStepPx = 100;

/** The span after a turn of the wheel: the instant pointed at stays where it is; sideways it moves along. */
export function turnedSpan(
  { from, to }: TimeSpan,
  turn: { readonly at: number; readonly deltaX: number; readonly deltaY: number },
): TimeSpan {
  const length = to - from;
  if (Math.abs(turn.deltaX) > Math.abs(turn.deltaY)) {
    const moved = (length * turn.deltaX) / (10 * perStepPx);
    return { from: from + moved, to: to + moved };
  }
  const factor = 1.25 ** (turn.deltaY / perStepPx);
  const next = Math.max(leastSpanMs, Math.min(mostSpanMs, length * factor));
  const start = turn.at - (next * (turn.at - from)) / length;
  return { from: start, to: start + next };
}

/**
 * The wheel zooms around the pointer, with Ctrl (as pinching does) or once the chart has the focus: a page that is
 * scrolled past a chart goes on scrolling.
 */
export function useChartWheel({ plot, geometry, from, to, onZoom }: WheelOptions): void {
  const latest = useRef({ geometry, from, to, onZoom });
  useEffect(() => {
    latest.current = { geometry, from, to, onZoom };
  });
  useEffect(() => {
    const { current: element } = plot;
    if (element === null) return undefined;
    let target: TimeSpan | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const turn = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey && !element.contains(document.activeElement)) return;
      event.preventDefault();
      const now = latest.current;
      const share = (event.clientX - element.getBoundingClientRect().left) / now.geometry.width;
      const span = target ?? { from: now.from, to: now.to };
      const at = span.from + Math.max(0, Math.min(1, share)) * (span.to - span.from);
      target = turnedSpan(span, { at, deltaX: event.deltaX, deltaY: event.deltaY });
      clearTimeout(timer);
      timer = setTimeout(() => {
        const range = target;
        target = undefined;
        if (range !== undefined) latest.current.onZoom(range);
      }, restMs);
    };
    // React's own wheel listeners are passive: they could not keep the page from scrolling.
    element.addEventListener('wheel', turn, { passive: false });
    return () => {
      clearTimeout(timer);
      element.removeEventListener('wheel', turn);
    };
  }, [plot]);
}
