import { describe, expect, it } from 'vitest';

import {
  describeError,
  describeGoodbye,
  describeRefusal,
  describeRival,
  refusesVersion,
} from '#engine/ingest/link-problems.ts';

const error = (message: string, code?: unknown): Error =>
  Object.assign(new Error(message), code === undefined ? {} : { code });

describe('link problems', () => {
  it.each([
    [error('connect ECONNREFUSED', 'ECONNREFUSED'), 'Nothing answers at h:1.'],
    [error('getaddrinfo', 'ENOTFOUND'), 'The name of h:1 cannot be resolved.'],
    [error('certificate has expired', 'CERT_HAS_EXPIRED'), 'The certificate of h:1 has expired.'],
    [error('odd', 'EODD'), 'The link to h:1 failed (EODD).'],
    [error('connack timeout'), 'h:1 does not answer.'],
    [error('Keepalive timeout'), 'h:1 has stopped answering.'],
    [error('Invalid header flag\r\n\u0007'), 'The link to h:1 failed (Invalid header flag ).'],
  ])('says %j plainly', (given, sentence) => {
    expect(describeError(given, 'h:1')).toBe(sentence);
  });

  it('knows what CONNACK and DISCONNECT mean in both versions, and gives the number of others', () => {
    expect([4, 134].map(describeRefusal)).toEqual(
      Array.from({ length: 2 }, () => 'The broker does not accept the user name or password.'),
    );
    expect(describeRefusal(99)).toBe('The broker refused the connection (code 99).');
    expect(describeGoodbye(139)).toBe('The broker is shutting down.');
    expect(describeGoodbye(99)).toBe('The broker closed the link (code 99).');
    expect([1, 132, 5].map(refusesVersion)).toEqual([true, true, false]);
  });

  it('names the client id that two programs share', () => {
    expect(describeRival('waymark-1', true)).toContain('(waymark-1)');
    expect(describeRival('waymark-1', false)).toContain('may be');
  });
});
