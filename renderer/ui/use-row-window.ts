import { type RefObject, useLayoutEffect, useState } from 'react';

import { headHeightPx, rowHeightPx } from './table-metrics.ts';

interface WindowOptions {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly count: number;
}

export interface RowWindow {
  /** First row to draw. */
  readonly first: number;
  /** The row after the last to draw. */
  readonly end: number;
  /** True when the last row is in view. */
  readonly isAtEnd: boolean;
}

const spareRows = 8;
/** Where there is no layout (a test) the height of a usual window is assumed. */
const assumedHeightPx = 640;

interface View {
  readonly top: number;
  readonly height: number;
}

/** Which of many rows of one height are in view, with a few spare ones on both sides. */
export function useRowWindow({ scroller, count }: WindowOptions): RowWindow {
  const [view, setView] = useState<View>({ top: 0, height: assumedHeightPx });

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const read = (): void => {
      const height = element.clientHeight === 0 ? assumedHeightPx : element.clientHeight;
      // Whole rows: scrolling within one changes nothing that is drawn.
      const top = Math.floor(element.scrollTop / rowHeightPx) * rowHeightPx;
      setView((was) => (was.top === top && was.height === height ? was : { top, height }));
    };
    read();
    element.addEventListener('scroll', read, { passive: true });
    const observer = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(read);
    observer?.observe(element);
    return () => {
      element.removeEventListener('scroll', read);
      observer?.disconnect();
    };
  }, [scroller]);

  const firstInView = Math.min(view.top / rowHeightPx, Math.max(0, count - 1));
  const endInView = Math.ceil((view.top + view.height - headHeightPx) / rowHeightPx) + 1;
  return {
    first: Math.max(0, firstInView - spareRows),
    end: Math.min(count, endInView + spareRows),
    isAtEnd: count > 0 && endInView >= count,
  };
}

/** Scrolls as little as needed to bring a row fully into view below the heading. */
export function scrollRowIntoView(element: HTMLElement, index: number): void {
  const top = index * rowHeightPx;
  const bottom = top + rowHeightPx + headHeightPx;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (bottom > element.scrollTop + element.clientHeight && element.clientHeight > 0)
    element.scrollTop = bottom - element.clientHeight;
}
