/** Counts events and tells their rate over the last few seconds. */
export interface RateMeter {
  count(): void;
  perSecond(): number;
}

const spanS = 5;

/** `monotonicMs` is a clock that never jumps. */
export function createRateMeter(monotonicMs: () => number): RateMeter {
  const slots = Array.from({ length: spanS + 1 }, () => 0);
  let current = Math.floor(monotonicMs() / 1000);

  function turn(): void {
    const second = Math.floor(monotonicMs() / 1000);
    for (let step = Math.max(current + 1, second - spanS); step <= second; step += 1)
      slots[step % slots.length] = 0;
    current = second;
  }

  return {
    count() {
      turn();
      slots[current % slots.length]! += 1;
    },
    perSecond() {
      turn();
      const whole = slots.reduce((sum, slot) => sum + slot, 0) - slots[current % slots.length]!;
      return Math.round((whole / spanS) * 10) / 10;
    },
  };
}
