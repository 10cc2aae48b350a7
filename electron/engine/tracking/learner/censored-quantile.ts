/**
 * The value below which a share of all end, where of some it is only known that they go on beyond theirs
 * (Kaplan-Meier); the greatest value where so many never do, NaN of nothing.
 */
export function censoredQuantile(
  values: ArrayLike<number>,
  ended: ArrayLike<boolean>,
  share: number,
): number {
  const order = Uint32Array.from(values, (_, index) => index).sort(
    (a, b) => values[a]! - values[b]! || Number(ended[b]!) - Number(ended[a]!),
  );
  let going = 1;
  for (const [before, index] of order.entries()) {
    if (!ended[index]!) continue;
    going *= 1 - 1 / (order.length - before);
    if (going <= 1 - share + 1e-9) return values[index]!;
  }
  return order.length === 0 ? NaN : values[order.at(-1)!]!;
}
