import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { adapters } from '#engine/adapters/index.ts';
import { adapterFor } from '#engine/adapters/routing.ts';
import { gs1KeyOfEpc } from '#shared/domain/epc.ts';

import { contextFor } from '../../support/decode-context.ts';
import { differences, type Expectation } from '../../support/fixture-expect.ts';
import { bytesOfLine, type FixtureLine, fixtureLines, mqttFixture } from '../../support/fixture-lines.ts';
import { fixturesFolder } from '../../support/fixtures.ts';

/** Sources whose adapter has another id than the fixtures use. */
const adapterOf: Readonly<Record<string, string>> = { ruuvi: 'ruuvi-gateway' };

function differencesOf(
  message: FixtureLine,
  expectation: Expectation,
  keys: Readonly<Record<string, string>>,
): string[] {
  const context = contextFor(message.topic, { keys, retained: message.retain ?? false });
  const payload = bytesOfLine(message);
  const adapter = adapterFor(payload, context);
  const wanted = adapterOf[message.source] ?? message.source;
  if (adapter?.id !== wanted) return [`was taken for ${adapter?.id ?? 'nothing known'}`];
  return differences({ decoded: adapter.decode(payload, context), expect: expectation, codeOfTag });
}

function codeOfTag(tag: string): string {
  return gs1KeyOfEpc(tag) ?? tag;
}

/** Sparkplug's numbers run through all messages of a node: only what was stored before shows a gap. */
function claimsOf({ source, expect: claims = {} }: FixtureLine): NonNullable<FixtureLine['expect']> {
  if (source !== 'sparkplug' || claims.quality === undefined) return claims;
  return { ...claims, quality: claims.quality.filter((flag) => flag !== 'sequence-gap') };
}

function load(): FixtureLine[] {
  const known = new Set(adapters.map((adapter) => adapter.id));
  return fixtureLines().filter(({ source }) => known.has(adapterOf[source] ?? source));
}

if (existsSync(mqttFixture)) {
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
  test.skip(`recorded messages: no folder ${fixturesFolder} (set WAYMARK_FIXTURES)`, () => undefined);
}
