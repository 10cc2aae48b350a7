import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectRoot } from './built-console.ts';

/** The fuses as the package's configuration sets them. */
export function configuredFuses(): Record<string, boolean> {
  const text = readFileSync(join(projectRoot, 'electron-builder.yml'), 'utf8');
  const block = /^electronFuses:\n((?: {2}\w+: (?:true|false)\n)+)/m.exec(text)?.[1] ?? '';
  return Object.fromEntries(
    block
      .trim()
      .split('\n')
      .map((line) => {
        const [name = '', value] = line.trim().split(': ');
        return [name, value === 'true'];
      }),
  );
}

/** What every fuse has to be. */
export const wantedFuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
} as const;
