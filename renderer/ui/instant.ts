/** An instant as rows carry it (ISO-8601 text) or as code computes it (epoch milliseconds). */
export type InstantLike = string | number;

/** Epoch milliseconds of an instant. */
export function epochMs(instant: InstantLike): number {
  return typeof instant === 'number' ? instant : Date.parse(instant);
}
