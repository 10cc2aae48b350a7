export interface LabelRoom {
  readonly least: number;
  readonly most: number;
  /** The least distance between two labels. */
  readonly apart: number;
}

/**
 * Where labels go so that none touches another: as near to where each is wanted as that allows, in the order of the
 * wanted places. Where there is no room for all, they are as far apart as they can be.
 */
export function placeLabels(wanted: readonly number[], { least, most, apart }: LabelRoom): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const step = order.length < 2 ? apart : Math.min(apart, Math.max(0, most - least) / (order.length - 1));
  const places = [...wanted];
  let next = least;
  for (const index of order) {
    places[index] = Math.max(next, Math.min(most, wanted[index]!));
    next = places[index] + step;
  }
  let last = most;
  for (const index of order.toReversed()) {
    places[index] = Math.min(places[index]!, last);
    last = places[index] - step;
  }
  return places;
}
