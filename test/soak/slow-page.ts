import { isDeepStrictEqual } from 'node:util';
import { WebSocket } from 'ws';

import type { VehicleStateRow } from '#shared/contract/types.ts';
import type { ClientMessage, ServerMessage } from '#shared/contract/wire.ts';

import { quantile } from '../bench/figures.ts';
import { connectPage } from '../bench/page-client.ts';
import { startPublisher, useOf } from '../bench/processes.ts';
import { committed } from '../bench/stations.ts';
import { startStation, type TestStation } from '../support/station.ts';
import { until } from '../support/until.ts';
import { mustHold, type Part } from './part.ts';

const perSecond = 500;
const goodP99Ms = 2000;
const names = ['vehicles.live', 'sensors.live', 'scans.tail'] as const;

/** A page that takes nothing more in, beside one that does: neither the engine nor the other page may feel it. */
export const slowPage: Part = async ({ seconds }) => {
  const station = await startStation();
  const publisher = await startPublisher(Number(new URL(station.brokerUrl).port), 10);
  const page = connectPage(station);
  try {
    const ages: number[] = [];
    let vehicles: ReadonlyMap<string, VehicleStateRow> = new Map();
    page.subscribe('vehicles.live', {}, ({ rows }) => {
      for (const [key, row] of rows) {
        if (vehicles.get(key) !== row && row.position !== undefined)
          ages.push(Date.now() - Date.parse(row.position.time));
      }
      vehicles = rows;
    });
    await publisher.publish(perSecond * 4, perSecond);
    const slow = await connectSlow(station);
    ages.length = 0;
    const before = useOf(station.pid)?.rssMb ?? 0;
    const messages = Math.round(perSecond * seconds);
    await publisher.publish(messages, perSecond);
    await committed(station, perSecond * 4 + messages);
    const after = useOf(station.pid)?.rssMb ?? 0;
    const most = Math.max(...slow.waiting());
    mustHold(most === 1, `a page that acknowledges nothing was sent ${most} frames at once`);
    const p99 = quantile(ages, 0.99);
    mustHold(p99 <= goodP99Ms, `the other page saw rows ${Math.round(p99)} ms old (p99)`);
    slow.wake();
    await until('the slow page shows what the other one shows', () =>
      isDeepStrictEqual([...slow.vehicles()].sort(byId), [...vehicles.values()].sort(byId)),
    );
    slow.close();
    return `${messages} messages: one frame waited per subscription, the other page p99 ${Math.round(p99)} ms, memory ${Math.round(before)} to ${Math.round(after)} MB, ${vehicles.size} rows the same in the end`;
  } finally {
    page.close();
    await publisher.end();
    await station.stop();
  }
};

function byId(a: VehicleStateRow, b: VehicleStateRow): number {
  return a.vehicleId.localeCompare(b.vehicleId);
}

/** Subscribes and acknowledges nothing until woken. */
async function connectSlow(station: TestStation) {
  const socket = new WebSocket(`${station.url.replace('http', 'ws')}/engine`, {
    headers: { authorization: `Bearer ${station.token}` },
  });
  const send = (message: ClientMessage): void => socket.send(JSON.stringify(message));
  const unanswered = new Map<number, number[]>(names.map((_, index) => [index + 1, []]));
  const vehicles = new Map<string, VehicleStateRow>();
  let awake = false;
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as ServerMessage;
    if (message.type !== 'snapshot' && message.type !== 'delta' && message.type !== 'append') return;
    if (message.id === 1) {
      // The first subscription is of vehicles, so these are its rows.
      const rows = (message.type === 'delta' ? message.upsert : message.rows) as VehicleStateRow[];
      for (const row of rows) vehicles.set(row.vehicleId, row);
    }
    if (awake) send({ type: 'ack', id: message.id, seq: message.seq });
    else unanswered.get(message.id)?.push(message.seq);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  names.forEach((name, index) => send({ type: 'subscribe', id: index + 1, name, params: {} }));
  return {
    waiting: () => [...unanswered.values()].map((frames) => frames.length),
    wake() {
      awake = true;
      for (const [id, frames] of unanswered) for (const seq of frames) send({ type: 'ack', id, seq });
    },
    vehicles: () => vehicles.values(),
    close: () => socket.close(),
  };
}
