import { type PointerEvent, type UIEvent, useCallback, useEffect, useRef, useState } from 'react';

import { rowHeightPx } from '#renderer/ui/table-metrics.ts';

/** Why the stream stands still. */
export type HoldReason = 'paused' | 'scrolled' | 'pointing';

/** A pointer that has not moved for this long is not being used. */
const restMs = 2500;

/** Whether somebody reads or works in the list, and how to go back to the newest. */
export function useHold(isPaused: boolean) {
  const scroller = useRef<HTMLElement>(undefined);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [isScrolled, setScrolled] = useState(false);
  const [isPointing, setPointing] = useState(false);
  useEffect(() => () => clearTimeout(rest.current), []);

  const stopPointing = useCallback(() => {
    clearTimeout(rest.current);
    setPointing(false);
  }, []);

  const events = {
    // Scrolling does not bubble; on the way down it passes here.
    onScrollCapture: (event: UIEvent) => {
      if (!(event.target instanceof HTMLElement)) return;
      scroller.current = event.target;
      setScrolled(event.target.scrollTop >= rowHeightPx / 2);
    },
    onPointerMove: (event: PointerEvent) => {
      if (event.pointerType === 'touch') return;
      clearTimeout(rest.current);
      rest.current = setTimeout(() => setPointing(false), restMs);
      setPointing(true);
    },
    onPointerLeave: stopPointing,
  };

  const toNewest = useCallback(() => {
    stopPointing();
    setScrolled(false);
    if (scroller.current !== undefined) scroller.current.scrollTop = 0;
  }, [stopPointing]);

  const reason: HoldReason | undefined = isPaused
    ? 'paused'
    : isScrolled
      ? 'scrolled'
      : isPointing
        ? 'pointing'
        : undefined;
  return { reason, events, toNewest };
}
