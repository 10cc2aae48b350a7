import { describe, expect, it } from 'vitest';

import { allowList, reachOf } from '#engine/notices/reachable-address.ts';
import { postWebhook, signatureOf } from '#engine/notices/webhook.ts';

import { startHookReceiver } from '../../support/hook-receiver.ts';

const none = allowList([]);

const sending = {
  delivery: {
    key: 1,
    channelId: 'hook',
    channelName: 'Hook',
    kind: 'webhook',
    state: 'waiting',
    subject: 'Test',
    body: '{"text":"","alerts":[],"count":0}',
    alertIds: [],
    created: 0,
    attempts: 1,
    due: 0,
    settled: undefined,
    answer: undefined,
    problem: undefined,
  },
  messageId: 'delivery-1',
  secret: 'canary-secret',
  now: 1_700_000_000_000,
} as const;

const internalAddresses = [
  '127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1',
  '169.254.169.254 100.64.0.1 192.0.0.8 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9',
  '224.0.0.1 239.1.1.1 255.255.255.255 240.0.0.1 192.88.99.1 ::1 :: fe80::1 fc00::1',
  'fd12:3456::1 ff02::1 ::ffff:127.0.0.1 ::ffff:7f00:1 64:ff9b::7f00:1 2002:7f00:1::',
  '2001:db8::1 2001::1 ::127.0.0.1 100::1 fec0::1 localhost example.com 127.1',
].flatMap((line) => line.split(' '));

/** Ways to write this machine's own address. */
const spellings = [
  '127.0.0.1 127.1 0x7f.1 2130706433 017700000001 0 localhost LOCALHOST [::1]',
  '[::ffff:127.0.0.1] [::ffff:7f00:1] 127。0。0。1 127.0.0.1. %31%32%37.0.0.1 localhost.',
].flatMap((line) => line.split(' '));

describe('an address', () => {
  it.each(['', ...internalAddresses])('%s is not called', (address) => {
    expect(reachOf(address, none)).toBe('refused');
  });

  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450::1'])(
    '%s is public',
    (address) => {
      expect(reachOf(address, none)).toBe('public');
    },
  );

  it('that was allowed may be called, alone or as part of a network', () => {
    const allowed = allowList(['10.1.0.0/16', '127.0.0.1', 'fd00::/8']);
    const reaches = ['10.1.2.3', '10.2.2.3', '127.0.0.1', '127.0.0.2', 'fd00::5', 'fe80::5'];
    expect(reaches.map((address) => reachOf(address, allowed))).toEqual([
      'allowed',
      'refused',
      'allowed',
      'refused',
      'allowed',
      'refused',
    ]);
    for (const entry of ['10.1.0.0/33', 'localhost', '10.1.0.0/x', '1.2.3', '10.0.0.0/8/8', ''])
      expect(() => allowList([entry])).toThrow('neither an address nor a network');
  });
});

describe('a webhook', () => {
  it.each(spellings)('of this machine, written %s, is never called', async (host) => {
    const receiver = await startHookReceiver();
    const port = new URL(receiver.url).port;
    for (const scheme of ['http', 'https']) {
      const attempt = await postWebhook({ url: `${scheme}://${host}:${port}/`, allow: [] }, sending);
      expect(attempt).toMatchObject({ ok: false });
      expect(JSON.stringify(attempt)).not.toContain('canary-secret');
    }
    expect(receiver.calls).toEqual([]);
    await receiver.close();
  });

  it.each(['ftp://example.com', 'file:///etc/passwd', 'https://user:password@example.com', 'nonsense'])(
    'at %s is refused',
    async (url) => {
      expect(await postWebhook({ url, allow: [] }, sending)).toMatchObject({ ok: false, again: false });
    },
  );

  it('is signed over its id, its time and its body', async () => {
    const receiver = await startHookReceiver();
    receiver.respond(200, {}, 'thank\nyou');
    const attempt = await postWebhook({ url: receiver.url, allow: ['127.0.0.1'] }, sending);
    expect(attempt).toEqual({ ok: true, answer: '200 thank you' });
    const [call] = receiver.calls;
    expect(call?.headers['webhook-id']).toBe('delivery-1');
    expect(call?.headers['webhook-timestamp']).toBe('1700000000');
    expect(call?.headers['webhook-signature']).toBe(
      signatureOf('canary-secret', 'delivery-1', '1700000000', call?.body ?? ''),
    );
    await receiver.close();
  });

  it('is signed as the published example of Standard Webhooks', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const signature = signatureOf(
      secret,
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      '1614265330',
      '{"test": 2432232314}',
    );
    expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('tells what may be mended by waiting from what may not, and follows no redirect', async () => {
    const receiver = await startHookReceiver();
    const call = () => postWebhook({ url: receiver.url, allow: ['127.0.0.1'] }, sending);
    receiver.respond(503, {}, 'later');
    expect(await call()).toEqual({ ok: false, problem: 'It answered 503. later', again: true });
    receiver.respond(429);
    expect(await call()).toMatchObject({ again: true });
    receiver.respond(404);
    expect(await call()).toMatchObject({ again: false });
    receiver.respond(302, { location: receiver.url });
    expect(await call()).toMatchObject({ ok: false, again: false });
    receiver.respond(200, {}, 'x'.repeat(1_000_000));
    expect(await call()).toMatchObject({ ok: true });
    expect(receiver.calls).toHaveLength(5);
    await receiver.close();
    expect(await call()).toMatchObject({ ok: false, again: true });
  });
});
