/**
 * The smallest value with at least a share of the weight at or below it; NaN of nothing. Selects instead of sorting:
 * every leaf of every tree asks.
 */
export function weightedQuantile(
  values: ArrayLike<number>,
  weight: ArrayLike<number>,
  share: number,
): number {
  const value = Float64Array.from(values);
  const own = Float64Array.from(weight);
  let total = 0;
  for (const each of own) total += each;
  let wanted = share * total - 1e-12 * total;
  let low = 0;
  let high = value.length - 1;
  while (low < high) {
    const pivot = middleOf(value[low]!, value[(low + high) >> 1]!, value[high]!);
    const [below, above, belowWeight, equalWeight] = partition(value, own, low, high, pivot);
    if (wanted <= belowWeight && below > low) high = below - 1;
    else if (wanted <= belowWeight + equalWeight || above > high) return pivot;
    else {
      wanted -= belowWeight + equalWeight;
      low = above;
    }
  }
  return value.length === 0 ? NaN : value[low]!;
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/** Orders a stretch into below, equal to and above the pivot; gives where equals start and end, and their weights. */
function partition(
  value: Float64Array,
  weight: Float64Array,
  low: number,
  high: number,
  pivot: number,
): [number, number, number, number] {
  let below = low;
  let at = low;
  let above = high;
  let belowWeight = 0;
  let equalWeight = 0;
  while (at <= above) {
    const each = value[at]!;
    const own = weight[at]!;
    const to = each < pivot ? below : each > pivot ? above : at;
    value[at] = value[to]!;
    weight[at] = weight[to]!;
    value[to] = each;
    weight[to] = own;
    if (each > pivot) above -= 1;
    else {
      if (each < pivot) {
        below += 1;
        belowWeight += own;
      } else equalWeight += own;
      at += 1;
    }
  }
  return [below, above + 1, belowWeight, equalWeight];
}
