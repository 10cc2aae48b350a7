import { useEffect, useEffectEvent } from 'react';

/** Letters of what is shown, each with what it does; they do nothing while someone types or a dialog is open. */
export function useScreenKeys(actions: Readonly<Record<string, () => void>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
      return;
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => press(event);
    // On the window, after the page's own shortcuts have had their turn.
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

const typing = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=dialog]';

/** A dialog that has just opened has the keys before it has the focus. */
function isTyping(target: EventTarget | null): boolean {
  if (document.querySelector('[data-modal]') !== null) return true;
  return target instanceof Element && target.closest(typing) !== null;
}
