import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { adapters } from '#engine/adapters/index.ts';
import { bestGateway } from '#engine/adapters/receptions.ts';
import { adapterFor } from '#engine/adapters/routing.ts';

import { contextFor } from '../../support/decode-context.ts';
import { bytesOfLine, fixtureLines, mqttFixture } from '../../support/fixture-lines.ts';
import { fixturesFolder } from '../../support/fixtures.ts';

/** Recorded messages that name what carried them, by the beginning of their id; of all others nothing is known. */
const carried: readonly (readonly [id: string, gateway: string])[] = [
  ['the-things-stack/uplink-decoded', 'gtw1'],
  ['the-things-stack/uplink-not-decoded', 'eui-0242020000247803'],
  ['the-things-stack/uplink-mclimate-button', 'ttig-52ec'],
  ['the-things-stack/uplink-tracker-no-fix', 'eu868-1'],
  ['the-things-stack/uplink-tracker-gps', 'test-gateway'],
  ['the-things-stack/uplink-gps-nested-two-temps', 'test-gateway'],
  ['chirpstack/up', '0016c001f153a14c'],
  ['ruuvi/gateway-timestamped', 'C8:25:2D:8E:9C:2C'],
  ['ruuvi/gateway-no-time', 'C8:25:2D:8E:9C:2C'],
  ['ruuvi/gateway-raw-and-decoded', 'AA:CC:EE:00:11:22'],
  ['ruuvi/gateway-invalid-values', 'C8:25:2D:8E:9C:2C'],
  ['theengs/', 'TheengsGateway'],
  ['sparkplug/dbirth', 'Sparkplug B Devices/Raspberry Pi'],
  ['sparkplug/ddata', 'Sparkplug B Devices/Raspberry Pi'],
  ['meshtastic/nodeinfo', '!7efeee00'],
  ['meshtastic/telemetry-zero-time', '!7efeb2c8'],
  ['meshtastic/position-second-gateway', '!7efeee00'],
  ['meshtastic/position', '!11223344'],
  ['meshtastic/telemetry-environment', '!11223344'],
];
/** The same packet without what names a gateway, or what is no uplink. */
const others: ReadonlySet<string> = new Set(['chirpstack/up-cayenne-gps']);

function gatewayOf(line: ReturnType<typeof fixtureLines>[number]): string | undefined {
  const context = contextFor(line.topic, { keys: {}, retained: line.retain ?? false });
  const payload = bytesOfLine(line);
  const decoded = adapterFor(payload, context)?.decode(payload, context);
  return decoded !== undefined && 'gateway' in decoded ? decoded.gateway : undefined;
}

if (existsSync(mqttFixture)) {
  describe('what carried a recorded message', () => {
    test.each(adapters.map(({ id }) => id))('is known of %s where it is named, and of nothing else', (id) => {
      const source = id === 'ruuvi-gateway' ? 'ruuvi' : id;
      const lines = fixtureLines().filter((line) => line.source === source);
      const found = lines.map((line) => [line.id, gatewayOf(line)]);
      const expected = lines.map((line) => [
        line.id,
        others.has(line.id) ? undefined : carried.find(([begin]) => line.id.startsWith(begin))?.[1],
      ]);
      expect(found).toEqual(expected);
    });
  });
} else {
  test.skip(`what carried recorded messages: no folder ${fixturesFolder} (set WAYMARK_FIXTURES)`, () =>
    undefined);
}

describe('of several gateways', () => {
  const idOf = (reception: { readonly [name: string]: unknown }): unknown => reception['id'];

  test.each<[string, readonly object[], string | undefined]>([
    [
      'the one that received it best',
      [
        { id: 'a', rssi: -90 },
        { id: 'b', rssi: -40 },
        { id: 'c', rssi: -60 },
      ],
      'b',
    ],
    [
      'the first of equals',
      [
        { id: 'a', rssi: -50 },
        { id: 'b', rssi: -50 },
      ],
      'a',
    ],
    ['the first where none says how well', [{ id: 'a' }, { id: 'b' }], 'a'],
    ['one that says how well before one that does not', [{ id: 'a' }, { id: 'b', rssi: -120 }], 'b'],
    ['none that has no name', [{ rssi: -1 }, { id: '', rssi: -2 }, { id: 7, rssi: -3 }], undefined],
    ['none where none is named', [], undefined],
  ])('it is %s', (_name, receptions, expected) => {
    expect(bestGateway(receptions as never, idOf)).toBe(expected);
  });
});
