/** A fix with the site it lies in; undefined: between sites. */
export interface PlacedFix {
  readonly time: number;
  readonly siteId: string | undefined;
}

/** A time at one site, or on the way. */
export interface PlaceSpan {
  readonly siteId: string | undefined;
  readonly from: number;
  readonly to: number;
}

/**
 * Fixes (oldest first) as spans at one place: each lasts until the fix that says otherwise, and no further than the
 * last one before a silence of more than `silenceMs`. Pure.
 */
export function joinPlaces(fixes: readonly PlacedFix[], silenceMs: number): PlaceSpan[] {
  const spans: { siteId: string | undefined; from: number; to: number }[] = [];
  for (const { time, siteId } of fixes) {
    const open = spans.at(-1);
    const isSilent = open === undefined || time - open.to > silenceMs;
    if (!isSilent) open.to = time;
    if (isSilent || open.siteId !== siteId) spans.push({ siteId, from: time, to: time });
  }
  return spans;
}

/** Events (oldest first) that fall in one slot of equal width as one: the first of them, and how many. Pure. */
export function distinctSlots<E extends { readonly event_time: number }>(
  events: readonly E[],
  { from, widthMs }: { readonly from: number; readonly widthMs: number },
): { readonly first: E; readonly count: number }[] {
  const slots: { first: E; slot: number; count: number }[] = [];
  for (const event of events) {
    const slot = Math.floor((event.event_time - from) / widthMs);
    const last = slots.at(-1);
    if (last?.slot === slot) last.count += 1;
    else slots.push({ first: event, slot, count: 1 });
  }
  return slots.map(({ first, count }) => ({ first, count }));
}
