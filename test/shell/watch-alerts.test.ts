import { describe, expect, it } from 'vitest';

import type { Engine } from '#engine/api.ts';
import type { AlertRow } from '#shared/contract/types.ts';
import type { ClientMessage, ServerMessage, ServerTransport } from '#shared/contract/wire.ts';

import { watchAlerts } from '../../electron/engine-process/watch-alerts.ts';

function alert(alertId: string, more: Partial<AlertRow> = {}): AlertRow {
  const row: Partial<AlertRow> = {
    alertId,
    state: 'active-unacknowledged',
    severity: 'critical',
    message: `${alertId} is raised`,
    withdrawn: false,
    ...more,
  };
  // The watch looks at these fields alone.
  return row as AlertRow;
}

function rig() {
  const raised: string[] = [];
  const said: ClientMessage[] = [];
  let transport: ServerTransport | undefined;
  let isClosed = false;
  const engine: Pick<Engine, 'connect'> = {
    connect(given) {
      transport = given;
      given.onMessage((message) => said.push(message));
      given.onClose(() => (isClosed = true));
    },
  };
  const stop = watchAlerts(engine as Engine, (alerts) =>
    raised.push(...alerts.map(({ alertId }) => alertId)),
  );
  const send = async (message: ServerMessage): Promise<void> => {
    transport?.post(message);
    await Promise.resolve();
  };
  const delta = (seq: number, ...upsert: readonly AlertRow[]): Promise<void> =>
    send({ type: 'delta', id: 1, seq, upsert, remove: [] });
  return { raised, said, send, delta, stop, isClosed: () => isClosed };
}

describe('the watch for alerts', () => {
  it('tells of those raised from now on, once', async () => {
    const { raised, send, delta, said } = rig();
    await send({ type: 'snapshot', id: 1, seq: 1, key: 'alertId', rows: [alert('old')], more: true });
    await send({ type: 'snapshot', id: 1, seq: 2, key: 'alertId', rows: [alert('older')] });
    await delta(3, alert('new'), alert('old'));
    await delta(4, alert('new'));
    expect(raised).toEqual(['new']);
    expect(said).toEqual([
      { type: 'subscribe', id: 1, name: 'alerts.live', params: {} },
      ...[1, 2, 3, 4].map((seq) => ({ type: 'ack', id: 1, seq })),
    ]);
  });

  it('leaves out what is mild, known to somebody, or withdrawn', async () => {
    const { raised, send, delta } = rig();
    await send({ type: 'snapshot', id: 1, seq: 1, key: 'alertId', rows: [] });
    await delta(
      2,
      alert('mild', { severity: 'medium' }),
      alert('known', { state: 'active-acknowledged' }),
      alert('withdrawn', { withdrawn: true }),
      alert('high', { severity: 'high' }),
    );
    expect(raised).toEqual(['high']);
  });

  it('finds what is new in a later snapshot too', async () => {
    const { raised, send } = rig();
    await send({ type: 'snapshot', id: 1, seq: 1, key: 'alertId', rows: [alert('a')] });
    await send({ type: 'snapshot', id: 1, seq: 2, key: 'alertId', rows: [alert('a'), alert('b')] });
    expect(raised).toEqual(['b']);
  });

  it('ends', () => {
    const { stop, isClosed } = rig();
    stop();
    expect(isClosed()).toBe(true);
  });
});
