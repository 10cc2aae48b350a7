/**
 * Opens libsodium's `crypto_secretbox` (XSalsa20-Poly1305), which Node's own crypto does not offer. Only opening is
 * needed here, and only for messages of at most 64 KB.
 */

const keyBytes = 32;
const nonceBytes = 24;
const tagBytes = 16;

/** The plain text of nonce ‖ tag ‖ ciphertext, or undefined when it was not sealed with this key. */
export function openSecretbox(sealed: Uint8Array, key: Uint8Array): Uint8Array | undefined {
  if (sealed.length < nonceBytes + tagBytes || key.length !== keyBytes) return undefined;
  const nonce = sealed.subarray(0, nonceBytes);
  const tag = sealed.subarray(nonceBytes, nonceBytes + tagBytes);
  const cipher = sealed.subarray(nonceBytes + tagBytes);
  const subkey = hsalsa20(words(key), words(nonce.subarray(0, 16)));
  const stream = keystream(subkey, words(nonce.subarray(16)), 32 + cipher.length);
  if (!sameBytes(tag, poly1305(stream.subarray(0, 32), cipher))) return undefined;
  return cipher.map((byte, index) => byte ^ stream[32 + index]!);
}

type Words = Uint32Array<ArrayBuffer>;

function words(bytes: Uint8Array): Words {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(index * 4, true));
}

/** "expand 32-byte k" */
const sigma = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;

function initialState(key: Words, input: Words): Words {
  return Uint32Array.of(
    sigma[0],
    ...key.subarray(0, 4),
    sigma[1],
    ...input,
    sigma[2],
    ...key.subarray(4, 8),
    sigma[3],
  );
}

/** The quarter rounds of one column round and one row round. */
const quarters = [
  [0, 4, 8, 12],
  [5, 9, 13, 1],
  [10, 14, 2, 6],
  [15, 3, 7, 11],
  [0, 1, 2, 3],
  [5, 6, 7, 4],
  [10, 11, 8, 9],
  [15, 12, 13, 14],
] as const;

function twentyRounds(state: Words): Words {
  const x = state.slice();
  for (let round = 0; round < 10; round += 1) {
    for (const [a, b, c, d] of quarters) {
      x[b]! ^= rotate(x[a]! + x[d]!, 7);
      x[c]! ^= rotate(x[b]! + x[a]!, 9);
      x[d]! ^= rotate(x[c]! + x[b]!, 13);
      x[a]! ^= rotate(x[d]! + x[c]!, 18);
    }
  }
  return x;
}

function rotate(value: number, bits: number): number {
  return (value << bits) | ((value | 0) >>> (32 - bits));
}

function hsalsa20(key: Words, input: Words): Words {
  const x = twentyRounds(initialState(key, input));
  return Uint32Array.of(x[0]!, x[5]!, x[10]!, x[15]!, x[6]!, x[7]!, x[8]!, x[9]!);
}

function keystream(key: Words, nonce: Words, length: number): Uint8Array {
  const out = new Uint8Array(Math.ceil(length / 64) * 64);
  const view = new DataView(out.buffer);
  for (let block = 0; block * 64 < out.length; block += 1) {
    const start = initialState(key, Uint32Array.of(...nonce, block, 0));
    twentyRounds(start).forEach((word, index) => {
      view.setUint32(block * 64 + index * 4, (word + start[index]!) >>> 0, true);
    });
  }
  return out.subarray(0, length);
}

const prime = (1n << 130n) - 5n;
const clamp = 0x0ffffffc0ffffffc0ffffffc0fffffffn;

function poly1305(key: Uint8Array, message: Uint8Array): Uint8Array {
  const r = littleEndian(key.subarray(0, 16)) & clamp;
  let sum = 0n;
  for (let at = 0; at < message.length; at += 16) {
    const block = message.subarray(at, at + 16);
    sum = ((sum + littleEndian(block) + (1n << BigInt(8 * block.length))) * r) % prime;
  }
  const tag = sum + littleEndian(key.subarray(16));
  return Uint8Array.from({ length: tagBytes }, (_, index) => Number((tag >> BigInt(8 * index)) & 0xffn));
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** Compares in the same time wherever the first difference is. */
function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i += 1) difference |= a[i]! ^ (b[i] ?? 0);
  return difference === 0;
}
