import { useEffect, useRef, useState } from 'react';

/** A value that changes at most once a period; the last one always arrives. */
export function usePaced<Value>(value: Value, periodMs: number): Value {
  const [shown, setShown] = useState(value);
  const changedAt = useRef(-Infinity);
  useEffect(() => {
    const waitMs = Math.max(0, changedAt.current + periodMs - performance.now());
    const timer = setTimeout(() => {
      changedAt.current = performance.now();
      setShown(value);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [value, periodMs]);
  return shown;
}
