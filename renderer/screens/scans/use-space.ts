import { useEffect } from 'react';

/** Calls back when the space bar is pressed anywhere but in a control that has a use for it. */
export function useSpace(onPress: (() => void) | undefined): void {
  useEffect(() => {
    if (onPress === undefined) return undefined;
    const press = onPress;
    function onKeyDown(event: KeyboardEvent): void {
      if (event.key !== ' ' || event.defaultPrevented || event.repeat) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isControl(event.target)) return;
      event.preventDefault();
      press();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [onPress]);
}

function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('a, button, input, select, textarea, [contenteditable], [role=dialog]') !== null
  );
}
