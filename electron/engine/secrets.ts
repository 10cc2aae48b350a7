import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Secrets by name: in files only the owner can read, never in the database. */
export interface SecretStore {
  /** Decryption keys of devices. */
  deviceKey(deviceId: string): string | undefined;
  setDeviceKey(deviceId: string, key: string | undefined): void;
  /** What senders of webhooks sign with. */
  webhookSecret(provider: string): string | undefined;
  setWebhookSecret(provider: string, secret: string | undefined): void;
  /** Mail passwords and what notices to webhooks are signed with. */
  channelSecret(channelId: string): string | undefined;
  setChannelSecret(channelId: string, secret: string | undefined): void;
}

export function openSecrets(dataDir: string): SecretStore {
  const deviceKeys = openFile(join(dataDir, 'device-keys.json'));
  const webhookSecrets = openFile(join(dataDir, 'webhook-secrets.json'));
  const channelSecrets = openFile(join(dataDir, 'notice-secrets.json'));
  return {
    deviceKey: deviceKeys.get,
    setDeviceKey: deviceKeys.set,
    webhookSecret: webhookSecrets.get,
    setWebhookSecret: webhookSecrets.set,
    channelSecret: channelSecrets.get,
    setChannelSecret: channelSecrets.set,
  };
}

function openFile(path: string) {
  const secrets = new Map<string, string>(
    existsSync(path) ? Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>) : [],
  );
  return {
    get: (name: string): string | undefined => secrets.get(name),
    set: (name: string, secret: string | undefined): void => {
      if (secret === undefined || secret === '') secrets.delete(name);
      else secrets.set(name, secret);
      const fresh = `${path}.new`;
      writeFileSync(fresh, JSON.stringify(Object.fromEntries(secrets)), { mode: 0o600 });
      chmodSync(fresh, 0o600);
      renameSync(fresh, path);
    },
  };
}
