import { describe, expect, it } from 'vitest';

import { flushMs } from '#engine/live/frame-pacer.ts';
import { maxKeyedRowsPerFrame } from '#engine/live/keyed-subscription.ts';
import { logTailRows, maxLogRowsCounted, maxLogRowsPerFrame } from '#engine/live/log-subscription.ts';
import { maxSubscriptions } from '#engine/serve.ts';
import type { EngineClient } from '#shared/contract/client.ts';
import type { KeyedState, LogFrame } from '#shared/contract/received-rows.ts';
import type { ScanEventRow, SiteRow } from '#shared/contract/types.ts';
import type { ContractError } from '#shared/result.ts';

import { scan, site } from '../support/contract-engine.ts';
import { contractHosts } from '../support/contract-hosts.ts';
import { connected, openRaw, openSession, until } from '../support/contract-session.ts';
import type { RawConnection } from '../support/contract-session.ts';

/** Everything a screen would have seen of the sites. */
function watchSites(client: EngineClient): KeyedState<SiteRow>[] {
  const states: KeyedState<SiteRow>[] = [];
  client.subscribe('sites.live', {}, (state) => states.push(state));
  return states;
}

function watchScans(client: EngineClient): LogFrame<ScanEventRow>[] {
  const frames: LogFrame<ScanEventRow>[] = [];
  client.subscribe('scans.tail', {}, (frame) => frames.push(frame));
  return frames;
}

function namesOf(state: KeyedState<SiteRow> | undefined): string[] {
  return [...(state?.rows.values() ?? [])].map((row) => row.name);
}

function idsOf(frames: readonly LogFrame<ScanEventRow>[]): string[] {
  return frames.flatMap((frame) => frame.rows.map((row) => row.scanId));
}

function scans(from: number, count: number): ScanEventRow[] {
  return Array.from({ length: count }, (_, index) => scan(String(from + index)));
}

/** A round trip: what the engine sent before is here when it ends. */
async function roundTrip(raw: RawConnection, id: number): Promise<void> {
  raw.send({ type: 'request', id, name: 'stats.get', params: {} });
  await until(() => expect(raw.received).toContainEqual(expect.objectContaining({ type: 'error', id })));
}

describe.each(contractHosts)('keyed subscriptions over $name', ({ open }) => {
  it('give a snapshot, then changes gathered into frames, each acknowledged after the listener has it', async () => {
    const { engine, client, received, sent } = await openSession(open);
    engine.sites.set(site('A'));
    engine.sites.set(site('B'));
    const states = watchSites(client);
    await until(() => expect(states).toHaveLength(1));
    engine.sites.set(site('A', 'renamed'));
    engine.sites.set(site('A', 'renamed again'));
    engine.sites.delete('B');
    engine.sites.set(site('C'));
    engine.clock.advance(flushMs - 1);
    expect(states).toHaveLength(1);
    engine.clock.advance(1);
    await until(() => expect(states).toHaveLength(2));
    expect(states.map((state) => [state.version, namesOf(state)])).toEqual([
      [1, ['Site A', 'Site B']],
      [2, ['renamed again', 'Site C']],
    ]);
    const frames = received.filter(({ type }) => type === 'snapshot' || type === 'delta');
    expect(frames).toEqual([
      { type: 'snapshot', id: 1, seq: 1, key: 'siteId', rows: [site('A'), site('B')] },
      { type: 'delta', id: 1, seq: 2, upsert: [site('A', 'renamed again'), site('C')], remove: ['B'] },
    ]);
    expect(sent).toEqual([
      { type: 'subscribe', id: 1, name: 'sites.live', params: {} },
      { type: 'ack', id: 1, seq: 1 },
      { type: 'ack', id: 1, seq: 2 },
    ]);
  });

  it('replace the map with each frame and keep rows that did not change', async () => {
    const { engine, client } = await openSession(open);
    engine.sites.set(site('A'));
    engine.sites.set(site('B'));
    const states = watchSites(client);
    await until(() => expect(states).toHaveLength(1));
    engine.sites.set(site('B', 'renamed'));
    engine.clock.advance(flushMs);
    await until(() => expect(states).toHaveLength(2));
    expect(states[1]?.rows).not.toBe(states[0]?.rows);
    expect(states[1]?.rows.get('A')).toBe(states[0]?.rows.get('A'));
    expect(namesOf(states[0])).toEqual(['Site A', 'Site B']);
  });

  it('send a slow reader nothing before its ack, then the latest state in one frame', async () => {
    const { engine, host } = await openSession(open);
    engine.sites.set(site('A'));
    const raw = await openRaw(host);
    raw.send({ type: 'subscribe', id: 1, name: 'sites.live', params: {} });
    await until(() => expect(raw.frames()).toHaveLength(1));
    for (let round = 1; round <= 50; round += 1) {
      engine.sites.set(site('A', `round ${round}`));
      engine.sites.set(site(`passing ${round}`));
      engine.sites.delete(`passing ${round}`);
      engine.clock.advance(flushMs);
    }
    await roundTrip(raw, 2);
    expect(raw.frames()).toHaveLength(1);
    raw.send({ type: 'ack', id: 1, seq: 1 });
    await until(() => expect(raw.frames()).toHaveLength(2));
    expect(raw.frames()[1]).toEqual({
      type: 'delta',
      id: 1,
      seq: 2,
      upsert: [site('A', 'round 50')],
      remove: [],
    });
    raw.send({ type: 'ack', id: 1, seq: 2 });
    engine.clock.advance(flushMs * 10);
    await roundTrip(raw, 3);
    expect(raw.frames()).toHaveLength(2);
  });

  it('split what does not fit one frame, and show a snapshot only when it is whole', async () => {
    const { engine, client, received } = await openSession(open);
    const count = maxKeyedRowsPerFrame * 2 + 1;
    for (let index = 0; index < count; index += 1) engine.sites.set(site(`S${index}`));
    const states = watchSites(client);
    await until(() => expect(states).toHaveLength(1));
    expect(states[0]?.rows.size).toBe(count);
    expect(received.filter(({ type }) => type === 'snapshot')).toHaveLength(3);
    for (let index = 0; index < count; index += 1) engine.sites.set(site(`S${index}`, 'moved'));
    engine.clock.advance(flushMs);
    await until(() => expect(namesOf(states.at(-1)).every((name) => name === 'moved')).toBe(true));
    expect(received.filter(({ type }) => type === 'delta')).toHaveLength(3);
  });

  it('subscribe again when the numbering has a gap', async () => {
    const { engine, client, tamper, sent } = await openSession(open);
    engine.sites.set(site('A'));
    engine.sites.set(site('B'));
    const states = watchSites(client);
    await until(() => expect(states).toHaveLength(1));
    tamper((message) =>
      message.type === 'delta' ? { ...message, seq: message.seq + 1, remove: ['A'] } : message,
    );
    engine.sites.delete('B');
    engine.clock.advance(flushMs);
    await until(() => expect(states).toHaveLength(2));
    expect(namesOf(states[1])).toEqual(['Site A']);
    expect(sent.slice(2)).toEqual([
      { type: 'unsubscribe', id: 1 },
      { type: 'subscribe', id: 2, name: 'sites.live', params: {} },
      { type: 'ack', id: 2, seq: 1 },
    ]);
    expect(engine.watchers()).toBe(1);
  });

  it('come back after a loss with a fresh snapshot, the same objects where nothing changed', async () => {
    const { engine, client, host } = await openSession(open);
    engine.sites.set(site('A'));
    engine.sites.set(site('B'));
    engine.sites.set(site('C'));
    const states = watchSites(client);
    await until(() => expect(states).toHaveLength(1));
    host.dropAll();
    await until(() => expect(client.connection.current().status).toBe('offline'));
    engine.sites.delete('A');
    engine.sites.set(site('B', 'renamed'));
    engine.clock.advance(1000);
    await until(() => expect(states).toHaveLength(2));
    expect(namesOf(states[1])).toEqual(['renamed', 'Site C']);
    expect(states[1]?.rows.get('C')).toBe(states[0]?.rows.get('C'));
  });

  it('stop when told to, on both sides', async () => {
    const { engine, client } = await openSession(open);
    let frames = 0;
    const stop = client.subscribe('sites.live', {}, () => {
      frames += 1;
    });
    await until(() => expect(frames).toBe(1));
    stop();
    stop();
    await until(() => expect(engine.watchers()).toBe(0));
    engine.sites.set(site('A'));
    engine.clock.advance(flushMs);
    expect(frames).toBe(1);
  });

  it('tell why they cannot be served', async () => {
    const { engine, client } = await openSession(open);
    const errors: ContractError[] = [];
    const wrong = { siteId: 'S1' } as never;
    client.subscribe(
      'sites.live',
      wrong,
      () => undefined,
      (error) => errors.push(error),
    );
    client.subscribe(
      'sites.gone' as 'sites.live',
      {},
      () => undefined,
      (error) => errors.push(error),
    );
    await until(() => expect(errors).toHaveLength(2));
    expect(errors.map(({ code, message }) => [code, message])).toEqual([
      ['invalid-request', 'Unknown field "siteId".'],
      ['not-found', 'There is no subscription "sites.gone".'],
    ]);
    expect(engine.watchers()).toBe(0);
  });

  it('end with a logged error when a row is not what the contract says, where rows are checked', async () => {
    const { engine, client } = await openSession(open);
    const errors: ContractError[] = [];
    client.subscribe(
      'sites.live',
      {},
      () => undefined,
      (error) => errors.push(error),
    );
    await until(() => expect(engine.watchers()).toBe(1));
    engine.sites.set({ ...site('A'), lat: 200 });
    engine.clock.advance(flushMs);
    await until(() => expect(errors).toHaveLength(1));
    expect(errors[0]).toMatchObject({ code: 'internal', details: { errorId: 'error-1' } });
    expect(engine.watchers()).toBe(0);
  });

  it('are limited in number per connection, and served once there is room', async () => {
    const { engine, client } = await openSession(open);
    await connected(client);
    const stops = Array.from({ length: maxSubscriptions }, () =>
      client.subscribe('sites.live', {}, () => undefined),
    );
    const errors: ContractError[] = [];
    const states: KeyedState<SiteRow>[] = [];
    client.subscribe(
      'sites.live',
      {},
      (state) => states.push(state),
      (error) => errors.push(error),
    );
    await until(() => expect(errors).toHaveLength(1));
    expect(errors[0]).toMatchObject({ code: 'unavailable', retryable: true });
    stops[0]?.();
    await until(() => expect(engine.watchers()).toBe(maxSubscriptions - 1));
    engine.clock.advance(2000);
    await until(() => expect(states).toHaveLength(1));
  });
});

describe.each(contractHosts)('log subscriptions over $name', ({ open }) => {
  it('start with the newest rows, then append in order', async () => {
    const { engine, client } = await openSession(open);
    engine.scans.append(...scans(0, logTailRows + 5));
    const frames = watchScans(client);
    await until(() => expect(frames).toHaveLength(1));
    engine.scans.append(...scans(1000, 2));
    engine.clock.advance(flushMs);
    await until(() => expect(frames).toHaveLength(2));
    expect(frames[0]).toMatchObject({ reset: true, skipped: 0, cursor: String(logTailRows + 5) });
    expect(idsOf(frames.slice(0, 1))).toEqual(scans(5, logTailRows).map((row) => row.scanId));
    expect(frames[1]).toEqual({
      rows: scans(1000, 2),
      cursor: String(logTailRows + 7),
      reset: false,
      skipped: 0,
    });
  });

  it('go on from the cursor after a loss, nothing twice and nothing missing', async () => {
    const { engine, client, host, sent } = await openSession(open);
    engine.scans.append(...scans(0, 3));
    const frames = watchScans(client);
    await until(() => expect(frames).toHaveLength(1));
    host.dropAll();
    await until(() => expect(client.connection.current().status).toBe('offline'));
    engine.scans.append(...scans(3, 4));
    engine.clock.advance(1000);
    await until(() => expect(frames).toHaveLength(2));
    expect(idsOf(frames)).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    expect(frames[1]).toMatchObject({ reset: false, skipped: 0 });
    expect(sent).toContainEqual(expect.objectContaining({ type: 'subscribe', from: '3' }));
  });

  it('ask again from the cursor when the numbering has a gap', async () => {
    const { engine, client, tamper } = await openSession(open);
    engine.scans.append(...scans(0, 2));
    const frames = watchScans(client);
    await until(() => expect(frames).toHaveLength(1));
    tamper((message) => (message.type === 'append' && message.id === 1 ? { ...message, seq: 9 } : message));
    engine.scans.append(scan('2'));
    engine.clock.advance(flushMs);
    await until(() => expect(frames).toHaveLength(2));
    expect(idsOf(frames)).toEqual(['0', '1', '2']);
    expect(frames[1]).toMatchObject({ reset: false, skipped: 0 });
  });

  it('say nothing to the listener when there was nothing new meanwhile', async () => {
    const { engine, client, host, received } = await openSession(open);
    const frames = watchScans(client);
    await until(() => expect(frames).toHaveLength(1));
    host.dropAll();
    await until(() => expect(client.connection.current().status).toBe('offline'));
    engine.clock.advance(1000);
    await until(() => expect(received.filter(({ type }) => type === 'append')).toHaveLength(1));
    engine.scans.append(scan('new'));
    engine.clock.advance(flushMs);
    await until(() => expect(frames).toHaveLength(2));
    expect(idsOf(frames)).toEqual(['new']);
  });

  it('give a slow reader the newest rows and count what it missed', async () => {
    const { engine, host } = await openSession(open);
    const raw = await openRaw(host);
    raw.send({ type: 'subscribe', id: 1, name: 'scans.tail', params: {} });
    await until(() => expect(raw.frames()).toHaveLength(1));
    for (let batch = 0; batch < 5; batch += 1) {
      engine.scans.append(...scans(batch * 200, 200));
      engine.clock.advance(flushMs);
    }
    await roundTrip(raw, 2);
    expect(raw.frames()).toHaveLength(1);
    raw.send({ type: 'ack', id: 1, seq: 1 });
    await until(() => expect(raw.frames()).toHaveLength(2));
    expect(raw.frames()[1]).toEqual({
      type: 'append',
      id: 1,
      seq: 2,
      rows: scans(1000 - maxLogRowsPerFrame, maxLogRowsPerFrame),
      cursor: '1000',
      skipped: 1000 - maxLogRowsPerFrame,
    });
  });

  it('start over from the newest rows when the gap is too wide to count', async () => {
    const { engine, client, host } = await openSession(open, { checkOutput: false });
    const frames = watchScans(client);
    await until(() => expect(frames).toHaveLength(1));
    host.dropAll();
    await until(() => expect(client.connection.current().status).toBe('offline'));
    engine.scans.append(...scans(0, maxLogRowsCounted + 1));
    engine.clock.advance(1000);
    await until(() => expect(frames).toHaveLength(2));
    expect(frames[1]).toMatchObject({ reset: true, cursor: String(maxLogRowsCounted + 1) });
    expect(frames[1]?.rows).toHaveLength(logTailRows);
  });

  it('start over when the cursor is of another database', async () => {
    const { engine, host } = await openSession(open);
    engine.scans.append(...scans(0, 2));
    const raw = await openRaw(host);
    raw.send({ type: 'subscribe', id: 1, name: 'scans.tail', params: {}, from: '77' });
    await until(() => expect(raw.frames()).toHaveLength(1));
    expect(raw.frames()[0]).toEqual({ type: 'snapshot', id: 1, seq: 1, rows: scans(0, 2), cursor: '2' });
  });
});
