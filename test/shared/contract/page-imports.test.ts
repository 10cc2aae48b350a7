import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

/** What a module loads when it runs: `import type` costs nothing. */
function importsOf(url: URL): string[] {
  const source = readFileSync(url, 'utf8');
  return [...source.matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?from '([^']+)';/gm)].map(
    (match) => match[1] ?? '',
  );
}

it('what a page loads to talk to an engine holds no schema', () => {
  const base = new URL('../../../shared/contract/', import.meta.url);
  const entries = ['client.ts', 'web-socket-transport.ts', 'message-port-transport.ts'];
  const waiting = entries.map((name) => new URL(name, base));
  const loaded = new Set<string>();
  const packages = new Set<string>();
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    if (loaded.has(url.href)) continue;
    loaded.add(url.href);
    for (const target of importsOf(url)) {
      if (target.startsWith('.')) waiting.push(new URL(target, url));
      else packages.add(target);
    }
  }
  expect(loaded.size).toBeGreaterThan(entries.length);
  expect([...packages]).toEqual([]);
});
