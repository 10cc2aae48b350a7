/**
 * What the product is compared with, each in a process of its own: a client that does nothing with what it receives,
 * the flows people write first, and an embedded broker that does nothing. Argument: mode, port and folder as JSON.
 */
import { Aedes } from 'aedes';
import Database from 'better-sqlite3';
import mqtt from 'mqtt';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

interface Options {
  readonly mode: 'nothing' | 'answer' | 'commit-each' | 'commit-batched' | 'aedes';
  readonly port: number;
  readonly folder: string;
}

interface Row {
  readonly topic: string;
  readonly device: string;
  readonly time: string;
  readonly body: string;
}

const options = JSON.parse(process.argv[2] ?? '{}') as Options;
let count = 0;
let expected = Number.POSITIVE_INFINITY;

function counted(more: number): void {
  count += more;
  if (count < expected) return;
  expected = Number.POSITIVE_INFINITY;
  process.send?.({ at: Date.now() });
}

async function subscribe(take: (topic: string, payload: Buffer) => void): Promise<mqtt.MqttClient> {
  const client = mqtt.connect(`mqtt://127.0.0.1:${options.port}`, { clientId: 'receiver', clean: true });
  client.on('message', take);
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  await client.subscribeAsync('waymark/#', { qos: 1 });
  return client;
}

/** Keeps nothing, and answers each scan the moment it comes. */
async function answerScans(): Promise<void> {
  const client = await subscribe((topic, payload) => {
    counted(1);
    if (!topic.endsWith('/scan')) return;
    const { seq } = JSON.parse(payload.toString()) as { readonly seq: number };
    client.publish(topic.replace(/scan$/, 'verdict'), JSON.stringify({ seq }), { qos: 1 });
  });
}

function parse(topic: string, payload: Buffer): Row {
  const body = JSON.parse(payload.toString()) as { time: string };
  return { topic, device: topic.split('/')[3] ?? '', time: body.time, body: JSON.stringify(body) };
}

const columns = 'id INTEGER PRIMARY KEY, topic TEXT, device TEXT, time TEXT, body TEXT';
const insertRow =
  'INSERT INTO observations (topic, device, time, body) VALUES (:topic, :device, :time, :body)';

/** Parse and insert, each message a transaction, SQLite as it comes. */
async function commitEach(): Promise<void> {
  const db = new Database(join(options.folder, 'each.db'));
  db.exec(`CREATE TABLE observations (${columns}); CREATE INDEX by_device ON observations (device, time)`);
  const insert = db.prepare(insertRow);
  await subscribe((topic, payload) => {
    insert.run(parse(topic, payload));
    counted(1);
  });
}

/** Parse, gather for 50 ms or 1,000 rows, insert in one transaction with `synchronous = NORMAL`. */
async function commitBatched(): Promise<void> {
  const db = new Database(join(options.folder, 'batched.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec(`CREATE TABLE observations (${columns}); CREATE INDEX by_device ON observations (device, time)`);
  const insert = db.prepare(insertRow);
  const insertAll = db.transaction((rows: readonly Row[]) => rows.forEach((row) => insert.run(row)));
  let rows: Row[] = [];
  const flush = (): void => {
    if (rows.length === 0) return;
    insertAll(rows);
    counted(rows.length);
    rows = [];
  };
  setInterval(flush, 50);
  await subscribe((topic, payload) => {
    rows.push(parse(topic, payload));
    if (rows.length >= 1000) flush();
  });
}

async function aedesAlone(): Promise<number> {
  const aedes = await Aedes.createBroker();
  aedes.on('publish', (_packet, client) => {
    if (client !== null) counted(1);
  });
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    aedes.handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return (server.address() as AddressInfo).port;
}

async function start(): Promise<number> {
  switch (options.mode) {
    case 'nothing':
      await subscribe(() => counted(1));
      return options.port;
    case 'answer':
      await answerScans();
      return options.port;
    case 'commit-each':
      await commitEach();
      return options.port;
    case 'commit-batched':
      await commitBatched();
      return options.port;
    case 'aedes':
      return await aedesAlone();
  }
}

process.on('message', (more: { readonly expect: number }) => {
  expected = count + more.expect;
  process.send?.('waiting');
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port: await start() });
