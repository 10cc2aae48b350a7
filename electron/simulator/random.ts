/** Seeded randomness: the same labels always give the same numbers, on every machine. */
export interface Dice {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Whole number from low to high, both included. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** `count` different members in random order (all of them where the list is shorter). */
  sample<T>(list: readonly T[], count: number): T[];
}

/** 32 well-mixed bits of a text (FNV-1a with a murmur finish). */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mix(hash);
}

function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A number in [0, 1) that depends on nothing but its arguments: noise that needs no state. */
export function noise(key: number, n: number): number {
  return mix(mix(key ^ Math.imul(n | 0, 0x9e3779b1)) + Math.floor(n / 0x1_0000_0000)) / 0x1_0000_0000;
}

/** Smooth noise in [-1, 1]: linear between one noise value per whole `x`. */
export function smoothNoise(key: number, x: number): number {
  const cell = Math.floor(x);
  const share = x - cell;
  return 2 * (noise(key, cell) * (1 - share) + noise(key, cell + 1) * share) - 1;
}

/** xoshiro128** (Blackman and Vigna), seeded from the labels. */
export function dice(...labels: readonly (string | number)[]): Dice {
  const text = labels.join('\u0001');
  let a = hash32(`${text}a`);
  let b = hash32(`${text}b`);
  let c = hash32(`${text}c`);
  let d = hash32(`${text}d`) | 1;
  const next = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return (result >>> 0) / 0x1_0000_0000;
  };
  return fromUniform(next);
}

function fromUniform(next: () => number): Dice {
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new RangeError('cannot pick from an empty list');
    return list[whole(0, list.length - 1)] as T; // the index is within the list
  };
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    whole,
    chance: (probability) => next() < probability,
    pick,
    sample(list, count) {
      const rest = [...list];
      const chosen = [];
      while (chosen.length < count && rest.length > 0) {
        chosen.push(...rest.splice(whole(0, rest.length - 1), 1));
      }
      return chosen;
    },
  };
}
