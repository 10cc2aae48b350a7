/**
 * How well a text matches what was typed, 0 for not at all: whole text, start, start of a word, anywhere, and
 * last the letters in their order. Case and accents do not count.
 */
export function matchScore(text: string, typed: string): number {
  const hay = folded(text);
  const needle = folded(typed);
  if (needle === '') return 1;
  if (hay === needle) return 1000;
  if (hay.startsWith(needle)) return 800 - Math.min(200, hay.length - needle.length);
  const at = hay.indexOf(needle);
  if (at > 0) return (/[^\p{L}\p{N}]/u.test(hay.charAt(at - 1)) ? 550 : 400) - Math.min(100, at);
  return needle.length < 2 ? 0 : lettersInOrder(hay, needle);
}

function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
}

/** Fewer letters left out between the first and the last match score higher. */
function lettersInOrder(hay: string, needle: string): number {
  let first = -1;
  let at = -1;
  for (const letter of needle) {
    at = hay.indexOf(letter, at + 1);
    if (at < 0) return 0;
    if (first < 0) first = at;
  }
  const spare = at - first + 1 - needle.length;
  return spare > needle.length * 2 ? 0 : 200 - Math.min(190, spare * 10);
}

/** Something the palette can offer, found by any of its texts. */
export interface Findable {
  readonly texts: readonly string[];
}

/** The best matches, best first; equal ones keep their order. Every word typed must match somewhere. */
export function findBest<Item extends Findable>(
  items: readonly Item[],
  typed: string,
  limit: number,
): { readonly best: readonly Item[]; readonly total: number } {
  const words = typed.split(/\s+/).filter((word) => word !== '');
  const scored = items.flatMap((item) => {
    const score = scoreOf(item, typed, words);
    return score > 0 ? [{ item, score }] : [];
  });
  scored.sort((a, b) => b.score - a.score);
  return { best: scored.slice(0, limit).map((entry) => entry.item), total: scored.length };
}

function scoreOf({ texts }: Findable, typed: string, words: readonly string[]): number {
  const whole = bestOf(texts, typed);
  if (whole > 0 || words.length < 2) return whole;
  const scores = words.map((word) => bestOf(texts, word));
  return scores.includes(0) ? 0 : Math.min(...scores) / 2;
}

function bestOf(texts: readonly string[], typed: string): number {
  return texts.reduce((best, text) => Math.max(best, matchScore(text, typed)), 0);
}
