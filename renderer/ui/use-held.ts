import { useMemo, useState } from 'react';

interface HoldEvents {
  readonly onPointerEnter: () => void;
  readonly onPointerLeave: () => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/** Whether someone points at or has the keyboard in an element, and the handlers that find out. */
export function useHeld(): [boolean, HoldEvents] {
  const [held, setHeld] = useState({ pointer: false, focus: false });
  const events = useMemo(
    () => ({
      onPointerEnter: () => setHeld((was) => ({ ...was, pointer: true })),
      onPointerLeave: () => setHeld((was) => ({ ...was, pointer: false })),
      onFocus: () => setHeld((was) => ({ ...was, focus: true })),
      onBlur: () => setHeld((was) => ({ ...was, focus: false })),
    }),
    [],
  );
  return [held.pointer || held.focus, events];
}
