import { type PointerEvent, type RefObject, useRef } from 'react';

import { type ChartCursor, markedRange } from './chart-cursor.ts';
import type { PlotGeometry } from './plot-geometry.ts';

interface PointerOptions {
  readonly title: string;
  readonly plot: RefObject<HTMLElement | null>;
  readonly geometry: PlotGeometry;
  readonly cursor: ChartCursor;
  readonly leastMarkMs: number;
  readonly onZoom: (range: { readonly from: number; readonly to: number }) => void;
}

/** Pointing moves the crosshair, dragging marks a range and letting go zooms into it. */
export function useChartPointer({ title, plot, geometry, cursor, leastMarkMs, onZoom }: PointerOptions) {
  const isDragging = useRef(false);

  function timeOf(event: PointerEvent): number {
    const left = plot.current?.getBoundingClientRect().left ?? 0;
    return geometry.timeAt(event.clientX - left);
  }

  return {
    onPointerMove: (event: PointerEvent) => cursor.move({ time: timeOf(event), owner: title }),
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0 || event.pointerType === 'touch') return;
      plot.current?.setPointerCapture(event.pointerId);
      isDragging.current = true;
      const time = timeOf(event);
      cursor.move({ time, anchor: time, owner: title });
    },
    onPointerUp: (event: PointerEvent) => {
      if (!isDragging.current) return;
      isDragging.current = false;
      const range = markedRange({ ...cursor.current(), time: timeOf(event) }, leastMarkMs);
      cursor.move({ anchor: undefined });
      if (range !== undefined) onZoom(range);
    },
    onPointerCancel: () => {
      isDragging.current = false;
      cursor.clear();
    },
    onPointerLeave: () => {
      // A crosshair placed with the keyboard stays where it is.
      if (!isDragging.current && plot.current?.matches(':focus-visible') !== true) cursor.clear();
    },
  };
}
