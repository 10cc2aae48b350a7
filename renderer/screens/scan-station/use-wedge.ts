import { type RefObject, useEffect } from 'react';

/** A scanner types like a keyboard, wherever the focus is: what is typed outside a control goes to the code. */
export function useWedge(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isText = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!isText || isControl(event.target)) return;
      // Shortcuts of the console must not swallow the first letters of a code.
      event.stopPropagation();
      input.current?.focus();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [input]);
}

function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, select, textarea, [contenteditable], dialog') !== null
  );
}
