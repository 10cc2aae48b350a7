import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import {
  type BrokerSecretsOptions,
  createBrokerSecrets,
  type KeyStore,
} from '../../electron/main/broker-secrets.ts';
import { silentDesktopLog } from '../support/silent-desktop-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'waymark-secrets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const broker = 'mqtts://broker.example:8883';

/** Turns every byte round: enough to see that what is written is not the text. */
function keyStore(backend = 'gnome_libsecret', more: Partial<KeyStore> = {}): KeyStore {
  const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => 255 - byte));
  return {
    isAsyncEncryptionAvailable: () => Promise.resolve(true),
    encryptStringAsync: (text) => Promise.resolve(turned(Buffer.from(text))),
    decryptStringAsync: (bytes) =>
      Promise.resolve({ result: turned(bytes).toString(), shouldReEncrypt: false }),
    getSelectedStorageBackend: () => backend,
    ...more,
  };
}

function secretsIn(dataDir: string, more: Partial<BrokerSecretsOptions> = {}) {
  return createBrokerSecrets({
    dataDir,
    keyStore: keyStore(),
    platform: 'linux',
    log: silentDesktopLog,
    brokerUrls: [broker],
    given: undefined,
    ...more,
  });
}

function freshFolder(): string {
  return mkdtempSync(join(folder, 'data-'));
}

describe('the password of a broker', () => {
  it('is kept encrypted, for its owner alone, and known at the next start', async () => {
    const dataDir = freshFolder();
    expect(await secretsIn(dataDir).set(broker, 'Sésame-ouvre-toi')).toBe(true);
    const next = secretsIn(dataDir);
    expect(await next.passwordOf(broker)).toBe('Sésame-ouvre-toi');
    expect(await next.list()).toEqual({ canKeep: true, brokers: [{ url: broker, source: 'kept' }] });
    const file = join(dataDir, 'broker-secrets.json');
    expect(readFileSync(file, 'utf8')).not.toMatch(/ouvre/);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each(['basic_text', 'unknown'])(
    'lasts for the session where the key store is %s, and is written nowhere',
    async (backend) => {
      const dataDir = freshFolder();
      const secrets = secretsIn(dataDir, { keyStore: keyStore(backend) });
      await secrets.set(broker, 'sesame');
      expect(await secrets.passwordOf(broker)).toBe('sesame');
      expect(await secrets.list()).toEqual({ canKeep: false, brokers: [{ url: broker, source: 'session' }] });
      expect(readdirSync(dataDir)).toEqual([]);
    },
  );

  it('lasts for the session where there is no key store at all', async () => {
    const unavailable = keyStore('gnome_libsecret', {
      isAsyncEncryptionAvailable: () => Promise.resolve(false),
    });
    const secrets = secretsIn(freshFolder(), { keyStore: unavailable, platform: 'darwin' });
    await secrets.set(broker, 'sesame');
    expect((await secrets.list()).brokers[0]?.source).toBe('session');
  });

  it('given at the start goes before a kept one, and one set later before that', async () => {
    const dataDir = freshFolder();
    await secretsIn(dataDir).set(broker, 'kept');
    const given = secretsIn(dataDir, { given: 'given' });
    expect([await given.passwordOf(broker), (await given.list()).brokers[0]?.source]).toEqual([
      'given',
      'given',
    ]);
    await given.set(broker, 'new');
    expect(await given.passwordOf(broker)).toBe('new');
    expect(await secretsIn(dataDir).passwordOf(broker)).toBe('new');
  });

  it('is forgotten when asked to', async () => {
    const dataDir = freshFolder();
    const secrets = secretsIn(dataDir);
    await secrets.set(broker, 'sesame');
    expect(await secrets.forget(broker)).toBe(true);
    expect([await secrets.passwordOf(broker), (await secrets.list()).brokers[0]?.source]).toEqual([
      undefined,
      'none',
    ]);
    expect(await secretsIn(dataDir).passwordOf(broker)).toBeUndefined();
  });

  it('of a broker that is none of ours is not taken', async () => {
    const dataDir = freshFolder();
    const secrets = secretsIn(dataDir);
    expect(await secrets.set('mqtts://evil.example', 'x')).toBe(false);
    expect(await secrets.forget('__proto__')).toBe(false);
    expect(existsSync(join(dataDir, 'broker-secrets.json'))).toBe(false);
  });

  it('is encrypted anew when the key store asks for it', async () => {
    const dataDir = freshFolder();
    await secretsIn(dataDir).set(broker, 'sesame');
    let encrypted = 0;
    const rotated = keyStore('kwallet6', {
      encryptStringAsync: (text) => {
        encrypted += 1;
        return keyStore().encryptStringAsync(text);
      },
      decryptStringAsync: async (bytes) => ({
        ...(await keyStore().decryptStringAsync(bytes)),
        shouldReEncrypt: true,
      }),
    });
    expect(await secretsIn(dataDir, { keyStore: rotated }).passwordOf(broker)).toBe('sesame');
    expect(encrypted).toBe(1);
  });

  it('that cannot be decrypted, or lies in a damaged file, is not known', async () => {
    const dataDir = freshFolder();
    await secretsIn(dataDir).set(broker, 'sesame');
    const locked = keyStore('kwallet6', { decryptStringAsync: () => Promise.reject(new Error('locked')) });
    expect(await secretsIn(dataDir, { keyStore: locked }).passwordOf(broker)).toBeUndefined();
    writeFileSync(join(dataDir, 'broker-secrets.json'), '{"version":1,');
    expect(await secretsIn(dataDir).passwordOf(broker)).toBeUndefined();
  });
});
