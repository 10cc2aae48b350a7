import { useEffect, useRef, useState } from 'react';

/** A value that follows `value` at most once per `periodMs`: the first change at once, the last one always. */
export function useThrottled<Value>(value: Value, periodMs: number): Value {
  const [shown, setShown] = useState(value);
  const nextAt = useRef(0);
  useEffect(() => {
    if (Object.is(shown, value)) return undefined;
    const timer = setTimeout(
      () => {
        nextAt.current = performance.now() + periodMs;
        setShown(value);
      },
      Math.max(0, nextAt.current - performance.now()),
    );
    return () => clearTimeout(timer);
  }, [shown, value, periodMs]);
  return shown;
}
