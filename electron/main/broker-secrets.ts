import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

import type { BrokerPassword, BrokerPasswords } from '#shared/contract/bridge.ts';

import { writePrivately } from '../station/private-file.ts';
import type { DesktopLog } from './desktop-log.ts';

/** As much of Electron's `safeStorage` as is used; the synchronous part of it is on its way out. */
export interface KeyStore {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  encryptStringAsync(text: string): Promise<Buffer>;
  decryptStringAsync(
    encrypted: Buffer,
  ): Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }>;
  /** Linux only. */
  getSelectedStorageBackend?(): string;
}

export interface BrokerSecretsOptions {
  readonly dataDir: string;
  readonly keyStore: KeyStore;
  readonly platform: NodeJS.Platform;
  readonly log: DesktopLog;
  readonly brokerUrls: readonly string[];
  /** From the environment or a file; it goes before a kept one. */
  readonly given: string | undefined;
}

/** Passwords of external brokers: given at the start, kept in the system's key store, or held for this session. */
export interface BrokerSecrets {
  passwordOf(url: string): Promise<string | undefined>;
  list(): Promise<BrokerPasswords>;
  /** False where the URL is none of the brokers'. */
  set(url: string, password: string): Promise<boolean>;
  forget(url: string): Promise<boolean>;
}

/** What is kept, by broker: each password as the key store encrypted it. */
const SecretFile = z.object({ version: z.literal(1), secrets: z.record(z.string(), z.base64()) });

export function createBrokerSecrets(options: BrokerSecretsOptions): BrokerSecrets {
  const { keyStore, log, brokerUrls, given } = options;
  const path = join(options.dataDir, 'broker-secrets.json');
  const session = new Map<string, string>();
  const readKept = (): Map<string, string> => readSecrets(path, log);
  const keep = async (url: string, password: string): Promise<void> => {
    const encrypted = await keyStore.encryptStringAsync(password);
    writeSecrets(path, readKept().set(url, encrypted.toString('base64')));
  };
  const drop = (url: string): void => {
    session.delete(url);
    const kept = readKept();
    if (kept.delete(url)) writeSecrets(path, kept);
  };
  const decrypt = async (url: string, encrypted: string): Promise<string | undefined> => {
    try {
      const { result, shouldReEncrypt } = await keyStore.decryptStringAsync(Buffer.from(encrypted, 'base64'));
      if (shouldReEncrypt) await keep(url, result);
      return result;
    } catch (error) {
      // The key store was replaced or is locked: the broker will say that a password is missing.
      log.error('a kept broker password cannot be read', { url, error: String(error) });
      return undefined;
    }
  };
  const sourceOf = (url: string, kept: ReadonlyMap<string, string>): BrokerPassword['source'] => {
    if (session.has(url)) return 'session';
    if (given !== undefined) return 'given';
    return kept.has(url) ? 'kept' : 'none';
  };
  return {
    async passwordOf(url) {
      const known = session.get(url) ?? given;
      if (known !== undefined) return known;
      const encrypted = readKept().get(url);
      return encrypted === undefined ? undefined : await decrypt(url, encrypted);
    },
    async list() {
      const kept = readKept();
      return {
        canKeep: await canKeep(options),
        brokers: brokerUrls.map((url) => ({ url, source: sourceOf(url, kept) })),
      };
    },
    async set(url, password) {
      if (!brokerUrls.includes(url)) return false;
      drop(url);
      // One given at the start goes first, so what replaces it must be at hand too.
      const isKept = await canKeep(options);
      if (isKept) await keep(url, password);
      if (!isKept || given !== undefined) session.set(url, password);
      return true;
    },
    forget(url) {
      if (!brokerUrls.includes(url)) return Promise.resolve(false);
      drop(url);
      return Promise.resolve(true);
    },
  };
}

/** False without a key store. Linux without one "encrypts" with a key that is in every copy of the program. */
async function canKeep({ keyStore, platform }: BrokerSecretsOptions): Promise<boolean> {
  if (!(await keyStore.isAsyncEncryptionAvailable())) return false;
  if (platform !== 'linux') return true;
  const backend = keyStore.getSelectedStorageBackend?.() ?? 'unknown';
  return backend !== 'basic_text' && backend !== 'unknown';
}

function readSecrets(path: string, log: DesktopLog): Map<string, string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // None was ever kept here.
    return new Map();
  }
  try {
    return new Map(Object.entries(SecretFile.parse(JSON.parse(text)).secrets));
  } catch {
    log.error('the kept broker passwords cannot be read: the file is damaged');
    return new Map();
  }
}

function writeSecrets(path: string, secrets: ReadonlyMap<string, string>): void {
  const content = { version: 1, secrets: Object.fromEntries(secrets) } satisfies z.input<typeof SecretFile>;
  writePrivately(path, `${JSON.stringify(content, undefined, 2)}\n`);
}
