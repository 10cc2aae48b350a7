import mqtt from 'mqtt';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { coversFilter, defaultFilters } from '#engine/adapters/routing.ts';
import type { Observation } from '#shared/domain/observation.ts';
import type { ObservationEventRow, ReadingEventRow } from '#shared/contract/types.ts';
import { gs1KeyOfEpc } from '#shared/domain/epc.ts';

import { differences, type Expectation } from '../support/fixture-expect.ts';
import {
  bytesOfLine as bytesOf,
  fixtureLines as lines,
  mqttFixture as file,
  type FixtureLine as Line,
} from '../support/fixture-lines.ts';
import { startMosquitto, recommendedSettings, type Mosquitto } from '../support/mosquitto.ts';
import { startStation, type TestStation } from '../support/station.ts';
import { until } from '../support/until.ts';

interface Books {
  received: number;
  stored: number;
  duplicate: number;
  ignored: number;
  quarantined: number;
  limited: number;
  pending: number;
}

const freeTopics: readonly string[] = ['zebra-iot-connector', 'impinj-r700', 'traccar', 'teltonika'];

/** API rows in the shape decoders give, one reading per row. */
function asObservations(rows: readonly ObservationEventRow[], identity: string | undefined): Observation[] {
  return rows.map((row) => {
    const { topic: _topic, recordTime: _recordTime, time, deviceId, quality, ...fields } = row;
    const untimed = quality.some((flag) => flag === 'no-time' || flag === 'clock-not-set');
    const numbered = {
      ...(row.boot === undefined ? {} : { boot: row.boot }),
      ...(row.seq === undefined ? {} : { seq: row.seq }),
    };
    const head = {
      ...numbered,
      deviceId: deviceId.includes('~') && identity !== undefined ? identity : deviceId,
      quality,
      ...(untimed ? {} : { time: Date.parse(time) }),
    };
    if (row.kind !== 'reading') return { ...fields, ...head } as Observation;
    const { type, value, uom, channel } = row satisfies ReadingEventRow;
    return {
      kind: 'reading',
      ...head,
      ...(channel === undefined ? {} : { channel }),
      values: [{ type, value, uom }],
    };
  });
}

describe.skipIf(!existsSync(file))('what devices of all makers send', () => {
  let broker: Mosquitto;
  let station: TestStation;
  let client: mqtt.MqttClient;

  beforeAll(async () => {
    broker = await startMosquitto(recommendedSettings);
    station = await startStation(['--broker', broker.url]);
    await until(
      'the link is up',
      async () =>
        (await station.api<{ broker: { links: { link: string }[] } }>('GET', '/stats')).body.broker.links[0]
          ?.link === 'connected',
    );
    client = await mqtt.connectAsync(broker.url);
    // Readers and servers whose topic is free are taken in by sources.
    const free = [
      ...new Set(
        lines()
          .filter(({ source }) => freeTopics.includes(source))
          .map(({ topic }) => topic),
      ),
    ];
    const covered = defaultFilters();
    for (const [index, topicFilter] of free.entries()) {
      expect((await station.api('PUT', `/sources/free-${index}`, { topicFilter })).status).toBe(200);
    }
    const added = free.filter((topic) => !covered.some((filter) => coversFilter(filter, topic)));
    await until('the sources are subscribed', () => added.every((topic) => broker.log().includes(topic)));
  });

  afterAll(async () => {
    await client.endAsync();
    await station.stop();
    await broker.dispose();
  });

  async function books(): Promise<Books> {
    return (await station.api<{ ingest: Books }>('GET', '/stats')).body.ingest;
  }

  /** Publishes one message and gives what it changed: the books, and the rows it made. */
  async function publish(
    line: Line,
  ): Promise<{ change: keyof Books | 'nothing'; rows: ObservationEventRow[] }> {
    const before = await books();
    const begin = Date.now();
    await client.publishAsync(line.topic, bytesOf(line), { qos: 1, retain: false });
    await until(`${line.id} is settled`, async () => {
      const now = await books();
      return now.received > before.received && now.pending === 0;
    });
    const after = await books();
    const change =
      (['stored', 'duplicate', 'ignored', 'quarantined', 'limited'] as const).find(
        (name) => after[name] > before[name],
      ) ?? 'nothing';
    const { items } = (
      await station.api<{ items: ObservationEventRow[] }>(
        'GET',
        `/observations?topic=${encodeURIComponent(line.topic)}&limit=1000`,
      )
    ).body;
    // What came before under another message is the same fact: its rows are those it was stored with.
    return {
      change,
      rows: change === 'duplicate' ? items : items.filter((row) => Date.parse(row.recordTime) >= begin),
    };
  }

  function problems(
    line: Line,
    expectation: Expectation,
    outcome: Awaited<ReturnType<typeof publish>>,
  ): string[] {
    if (expectation.ignore === true)
      return outcome.change === 'ignored' ? [] : [`${line.id}: should be ignored, was ${outcome.change}`];
    if (expectation.reject !== undefined)
      return outcome.change === 'quarantined'
        ? []
        : [`${line.id}: should be quarantined, was ${outcome.change}`];
    if (outcome.change !== 'stored' && outcome.change !== 'duplicate')
      return [`${line.id}: should be stored, was ${outcome.change}`];
    // Parts that were refused are quarantine rows, not observations.
    const { rejectedItems: _parts, ...claims } = expectation;
    const isWanted = (row: ObservationEventRow): boolean =>
      (expectation.scans ?? []).some(
        ({ at, tag = '' }) =>
          row.kind === 'scan' &&
          Date.parse(at ?? '') === Date.parse(row.time) &&
          row.codes.includes(gs1KeyOfEpc(tag) ?? tag),
      );
    const rows = outcome.change === 'duplicate' ? outcome.rows.filter(isWanted) : outcome.rows;
    const observations = asObservations(rows, expectation.device);
    return differences({
      decoded: { observations, rejected: [] },
      expect: claims,
      inStream: true,
      codeOfTag: (tag) => gs1KeyOfEpc(tag) ?? tag,
    }).map((problem) => `${line.id}: ${problem}`);
  }

  it('is read back through the API as its makers mean it, each message counted once', async () => {
    const found: string[] = [];
    for (const line of lines()) {
      const { duplicateOf, key, withKey, withoutKey, ...plain } = line.expect ?? {};
      if (duplicateOf !== undefined) {
        const { change } = await publish(line);
        if (change !== 'duplicate') found.push(`${line.id}: is ${duplicateOf} again, was ${change}`);
      } else if (withKey !== undefined && key !== undefined) {
        found.push(...problems(line, { reject: 'encrypted', ...withoutKey }, await publish(line)));
        await station.api('PUT', `/devices/${encodeURIComponent(withKey.device ?? '')}`, { key });
        found.push(...problems(line, { ...plain, ...withKey }, await publish(line)));
      } else {
        found.push(...problems(line, plain, await publish(line)));
      }
    }
    expect(found).toEqual([]);
    const { received, stored, duplicate, ignored, quarantined, limited } = await books();
    expect(received).toBe(stored + duplicate + ignored + quarantined + limited);
  }, 180_000);
});
