import { useState } from 'react';

/** How often a value has been replaced by another since the component is there. */
export function useChangeCount(value: unknown): number {
  const [seen, setSeen] = useState({ value, count: 0 });
  if (Object.is(seen.value, value)) return seen.count;
  const next = { value, count: seen.count + 1 };
  setSeen(next);
  return next.count;
}
