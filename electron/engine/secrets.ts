import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Decryption keys of devices: a file only the owner can read, never the database. */
export interface SecretStore {
  deviceKey(deviceId: string): string | undefined;
  setDeviceKey(deviceId: string, key: string | undefined): void;
}

export function openSecrets(dataDir: string): SecretStore {
  const path = join(dataDir, 'device-keys.json');
  const keys = new Map<string, string>(
    existsSync(path) ? Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>) : [],
  );
  return {
    deviceKey: (deviceId) => keys.get(deviceId),
    setDeviceKey(deviceId, key) {
      if (key === undefined || key === '') keys.delete(deviceId);
      else keys.set(deviceId, key);
      const fresh = `${path}.new`;
      writeFileSync(fresh, JSON.stringify(Object.fromEntries(keys)), { mode: 0o600 });
      chmodSync(fresh, 0o600);
      renameSync(fresh, path);
    },
  };
}
