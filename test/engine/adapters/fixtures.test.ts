import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { adapters } from '#engine/adapters/index.ts';
import { adapterFor } from '#engine/adapters/routing.ts';
import { gs1KeyOfEpc } from '#shared/domain/epc.ts';

import { contextFor } from '../../support/decode-context.ts';
import { differences, type Expectation } from '../../support/fixture-expect.ts';

const folder = process.env['WAYMARK_FIXTURES'] ?? join(import.meta.dirname, '../../../../shared/fixtures');
const file = join(folder, 'mqtt.ndjson');

/** Sources whose adapter has another id than the fixtures use. */
const adapterOf: Readonly<Record<string, string>> = { ruuvi: 'ruuvi-gateway' };

interface FixtureMessage {
  readonly id: string;
  readonly source: string;
  readonly topic: string;
  readonly encoding: 'json' | 'utf8' | 'base64';
  readonly payload: unknown;
  readonly retain?: boolean;
  readonly expect?: Expectation & {
    readonly withoutKey?: Expectation;
    readonly key?: string;
    readonly withKey?: Expectation;
  };
}

function bytesOf({ encoding, payload }: FixtureMessage): Uint8Array {
  if (encoding === 'json') return Buffer.from(JSON.stringify(payload));
  return Buffer.from(String(payload), encoding === 'base64' ? 'base64' : 'utf8');
}

function differencesOf(
  message: FixtureMessage,
  expectation: Expectation,
  keys: Readonly<Record<string, string>>,
): string[] {
  const context = contextFor(message.topic, { keys, retained: message.retain ?? false });
  const payload = bytesOf(message);
  const adapter = adapterFor(payload, context);
  const wanted = adapterOf[message.source] ?? message.source;
  if (adapter?.id !== wanted) return [`was taken for ${adapter?.id ?? 'nothing known'}`];
  return differences({ decoded: adapter.decode(payload, context), expect: expectation, codeOfTag });
}

function codeOfTag(tag: string): string {
  return gs1KeyOfEpc(tag) ?? tag;
}

/** Sparkplug's numbers run through all messages of a node: only what was stored before shows a gap. */
function claimsOf({ source, expect: claims = {} }: FixtureMessage): NonNullable<FixtureMessage['expect']> {
  if (source !== 'sparkplug' || claims.quality === undefined) return claims;
  return { ...claims, quality: claims.quality.filter((flag) => flag !== 'sequence-gap') };
}

function load(): FixtureMessage[] {
  const known = new Set(adapters.map((adapter) => adapter.id));
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FixtureMessage)
    .filter(({ source }) => known.has(adapterOf[source] ?? source));
}

if (existsSync(file)) {
  describe('recorded messages mean what their makers say', () => {
    test.each(load())('$id', (message) => {
      const { withoutKey, key, withKey, ...plain } = claimsOf(message);
      if (withKey === undefined || key === undefined) {
        expect(differencesOf(message, plain, {})).toEqual([]);
        return;
      }
      expect(differencesOf(message, { ...withoutKey, quality: ['encrypted'] }, {})).toEqual([]);
      expect(differencesOf(message, { ...plain, ...withKey }, { [withKey.device ?? '']: key })).toEqual([]);
    });
  });
} else {
  test.skip(`recorded messages: no folder ${folder} (set WAYMARK_FIXTURES)`, () => undefined);
}
