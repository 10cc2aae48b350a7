import { gs1CheckDigit } from '../gs1-check.ts';

/**
 * A rule that gives the check character of what stands before it. `name` is for people; `modulus` is how many check
 * characters there are, so that one in so many random texts passes by luck.
 */
export interface CheckRule {
  readonly name: string;
  readonly modulus: number;
  /** The check character of a body; undefined when the body holds a character the rule knows no value of. */
  readonly of: (body: string) => string | undefined;
}

const digitsOnly = /^\d+$/;

/** Digits as they are; of a letter the last digit of its place, counted as UPS does (A is 2). */
function valueOf(character: string): number {
  const code = character.charCodeAt(0);
  return code >= 65 ? (code - 3) % 10 : code - 48;
}

interface Weighting {
  /** Multiplies the first, third, fifth… character. */
  readonly first: number;
  /** Multiplies the second, fourth… character. */
  readonly second: number;
  /** Counted from the right instead of the left. */
  readonly fromRight?: boolean;
}

/** Sum of alternately weighted characters, filled up to the next ten; products are not folded. */
export function mod10({ first, second, fromRight = false }: Weighting): CheckRule {
  return {
    name: 'mod 10',
    modulus: 10,
    of(body) {
      if (!/^[0-9A-Z]+$/.test(body)) return undefined;
      const characters = fromRight ? body.split('').reverse() : body.split('');
      let sum = 0;
      for (const [index, character] of characters.entries())
        sum += valueOf(character) * (index % 2 === 0 ? first : second);
      return String((10 - (sum % 10)) % 10);
    },
  };
}

/** The check digit of all GS1 keys. */
export const gs1: CheckRule = {
  name: 'GS1 mod 10',
  modulus: 10,
  of: (body) => (digitsOnly.test(body) ? String(gs1CheckDigit(body)) : undefined),
};

/** Every second digit from the right doubled, its digits added. */
export const luhn: CheckRule = {
  name: 'Luhn',
  modulus: 10,
  of(body) {
    if (!digitsOnly.test(body)) return undefined;
    let sum = 0;
    for (let index = 0; index < body.length; index += 1) {
      const digit = body.charCodeAt(body.length - 1 - index) - 48;
      const doubled = digit * 2;
      sum += index % 2 === 1 ? digit : doubled > 9 ? doubled - 9 : doubled;
    }
    return String((10 - (sum % 10)) % 10);
  },
};

/** The number as a whole, modulo 7. */
export const mod7: CheckRule = {
  name: 'mod 7',
  modulus: 7,
  of(body) {
    if (!digitsOnly.test(body)) return undefined;
    let rest = 0;
    for (const digit of body) rest = (rest * 10 + Number(digit)) % 7;
    return String(rest);
  },
};

/** Weighted sum modulo 11; a remainder of ten counts as none. */
export function mod11(weights: readonly number[]): CheckRule {
  return {
    name: 'mod 11',
    modulus: 10,
    of(body) {
      const sum = weightedSum(body, weights);
      return sum === undefined ? undefined : String((sum % 11) % 10);
    },
  };
}

/** UPU S10: eleven minus the remainder, with 5 for eleven and 0 for ten. */
export const s10: CheckRule = {
  name: 'UPU S10 mod 11',
  modulus: 10,
  of(body) {
    const sum = weightedSum(body, [8, 6, 4, 2, 3, 5, 9, 7]);
    if (sum === undefined) return undefined;
    const check = 11 - (sum % 11);
    return check === 11 ? '5' : check === 10 ? '0' : String(check);
  },
};

function weightedSum(body: string, weights: readonly number[]): number | undefined {
  if (!digitsOnly.test(body) || body.length !== weights.length) return undefined;
  return weights.reduce((sum, weight, index) => sum + weight * Number(body[index]), 0);
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** ISO 7064 mod 37,36 over digits and letters. */
export const mod3736: CheckRule = {
  name: 'ISO 7064 mod 37,36',
  modulus: 36,
  of(body) {
    let carry = 36;
    for (const character of body) {
      const value = alphabet.indexOf(character);
      if (value < 0) return undefined;
      const sum = (carry + value) % 36;
      carry = ((sum === 0 ? 36 : sum) * 2) % 37;
    }
    return alphabet[(37 - carry) % 36];
  },
};
