import { describe, expect, test } from 'vitest';

import { openSecretbox } from '#engine/adapters/secretbox.ts';

/** The vector of NaCl's own test program (tests/secretbox.c). */
const key = Buffer.from('1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389', 'hex');
const nonce = '69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37';
const tag = 'f3ffc7703f9400e52a7dfb4b3d3305d9';
const cipher =
  '8e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186a' +
  'c0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738' +
  'b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da' +
  '99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74' +
  'e355a5';
const plain =
  'be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffc' +
  'e5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb31' +
  '0e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde' +
  '048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f93776384864' +
  '5e0705';
const sealed = Buffer.from(nonce + tag + cipher, 'hex');

describe('secretbox', () => {
  test('opens the published vector', () => {
    expect(Buffer.from(openSecretbox(sealed, key) ?? []).toString('hex')).toBe(plain);
  });

  test('does not open when a single bit of it is changed', () => {
    for (const at of [0, 23, 24, 39, 40, sealed.length - 1]) {
      const tampered = Buffer.from(sealed);
      tampered[at]! ^= 1;
      expect(openSecretbox(tampered, key)).toBeUndefined();
    }
  });

  test('does not open with another key, cut short, or with a key of another length', () => {
    expect(openSecretbox(sealed, Buffer.alloc(32))).toBeUndefined();
    expect(openSecretbox(sealed.subarray(0, 60), key)).toBeUndefined();
    expect(openSecretbox(sealed.subarray(0, 39), key)).toBeUndefined();
    expect(openSecretbox(sealed, key.subarray(0, 31))).toBeUndefined();
  });
});
