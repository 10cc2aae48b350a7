/** Small deterministic generator (mulberry32): the same seed gives the same mutations. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const oddities = [
  'null',
  'true',
  'false',
  '0',
  '-0',
  '-1',
  '1e999',
  '-1e999',
  '1e-400',
  '9007199254740993',
  '"1e5"',
  '""',
  '"NaN"',
  '" 7 "',
  '[]',
  '{}',
  '[[]]',
  '{"__proto__":{"x":1}}',
  '"__proto__"',
  '"\\ud800"',
  '"\\u0000"',
  '65535',
  '-32768',
  '361',
  '91',
  '-181',
  '"2026-02-30T25:61:00Z"',
  '"0001-01-01T00:00:00Z"',
  '253402300800000',
  '-8640000000000001',
  '"FFFF"',
  '"constructor"',
];

/** A message changed as a faulty device or a hostile one might: in its bytes, or in one of its JSON values. */
export function mutate(payload: Uint8Array, random: () => number): Uint8Array {
  const below = (limit: number): number => Math.floor(random() * limit);
  switch (below(6)) {
    case 0:
      return payload.subarray(0, below(payload.length + 1));
    case 1:
      return payload.map((byte) => (random() < 0.02 ? below(256) : byte));
    case 2: {
      const at = below(payload.length + 1);
      return Buffer.concat([payload.subarray(0, at), Buffer.from([below(256)]), payload.subarray(at)]);
    }
    case 3: {
      const [a, b] = [below(payload.length + 1), below(payload.length + 1)].toSorted((x, y) => x - y);
      return Buffer.concat([payload.subarray(0, a), payload.subarray(b)]);
    }
    default:
      return mutateValue(payload, random);
  }
}

const jsonValue = /(?<=[:[,]\s*)("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)/g;

function mutateValue(payload: Uint8Array, random: () => number): Uint8Array {
  const text = Buffer.from(payload).toString('latin1');
  const values = [...text.matchAll(jsonValue)];
  const picked = values[Math.floor(random() * values.length)];
  const oddity = oddities[Math.floor(random() * oddities.length)] ?? 'null';
  if (picked === undefined) return Buffer.from(oddity);
  const changed = `${text.slice(0, picked.index)}${oddity}${text.slice(picked.index + picked[0].length)}`;
  return Buffer.from(changed, 'latin1');
}
