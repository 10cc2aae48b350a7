import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Expectation } from './fixture-expect.ts';
import { fixturesFolder } from './fixtures.ts';

/** Messages as devices really sent them, with what is in them. */
export const mqttFixture = join(fixturesFolder, 'mqtt.ndjson');

export interface FixtureLine {
  readonly id: string;
  readonly source: string;
  readonly topic: string;
  readonly encoding: 'json' | 'utf8' | 'base64';
  readonly payload: unknown;
  readonly retain?: boolean;
  readonly expect?: Expectation & {
    readonly duplicateOf?: string;
    readonly key?: string;
    readonly withKey?: Expectation;
    readonly withoutKey?: Expectation;
  };
}

export function fixtureLines(): FixtureLine[] {
  return readFileSync(mqttFixture, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FixtureLine);
}

export function bytesOfLine({ encoding, payload }: FixtureLine): Buffer {
  if (encoding === 'json') return Buffer.from(JSON.stringify(payload));
  return Buffer.from(String(payload), encoding === 'base64' ? 'base64' : 'utf8');
}
