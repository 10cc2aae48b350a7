import { expect, onTestFinished, vi } from 'vitest';

import { createEngineClient } from '#shared/contract/client.ts';
import type { EngineClient } from '#shared/contract/client.ts';
import type { ClientMessage, ClientTransport, ServerMessage } from '#shared/contract/wire.ts';

import { createContractEngine } from './contract-engine.ts';
import type { ContractEngine, ContractEngineOptions } from './contract-engine.ts';
import type { ContractHost, OpenHost } from './contract-hosts.ts';

/** One engine, one client and every message between them. */
export interface ContractSession {
  readonly engine: ContractEngine;
  readonly host: ContractHost;
  readonly client: EngineClient;
  readonly received: readonly ServerMessage[];
  readonly sent: readonly ClientMessage[];
  /** Changes what the client gets from now on. */
  tamper(change: (message: ServerMessage) => ServerMessage): void;
  /** Resolves once everything the engine sent before is here: messages arrive in order. */
  settled(): Promise<void>;
}

/** Opens a session over a real transport that is closed when the test ends. */
export async function openSession(
  open: OpenHost,
  options: ContractEngineOptions = {},
): Promise<ContractSession> {
  const engine = createContractEngine(options);
  const host = await open(engine.accept);
  const received: ServerMessage[] = [];
  const sent: ClientMessage[] = [];
  let change: ((message: ServerMessage) => ServerMessage) | undefined;
  const connect = (): ClientTransport => {
    const transport = host.connect();
    return {
      ...transport,
      post(message) {
        sent.push(message);
        transport.post(message);
      },
      onMessage(listener) {
        transport.onMessage((message) => {
          received.push(message);
          listener(change === undefined ? message : change(message));
        });
      },
    };
  };
  let ids = 0;
  const newId = (): string => {
    ids += 1;
    return `command-${ids}`;
  };
  const client = createEngineClient(connect, { timers: engine.clock, random: () => 0, newId });
  onTestFinished(async () => {
    client.close();
    await host.stop();
  });
  return {
    engine,
    host,
    client,
    received,
    sent,
    tamper: (next) => {
      change = next;
    },
    settled: async () => {
      await client.request('stats.get', {}).catch(() => undefined);
    },
  };
}

/** Waits for a condition over real sockets; the limit only ends a test that has failed. */
export async function until(assertion: () => void): Promise<void> {
  await vi.waitFor(assertion, { timeout: 20_000, interval: 5 });
}

/** Waits until the client is connected. */
export async function connected(client: EngineClient): Promise<void> {
  await until(() => expect(client.connection.current().status).toBe('connected'));
}

/** A connection without a client: says what it is told and keeps what it hears. */
export interface RawConnection {
  readonly received: readonly ServerMessage[];
  readonly isClosed: boolean;
  send(message: ClientMessage): void;
  sendAnything(value: unknown): void;
  frames(): readonly ServerMessage[];
}

/** Connects by hand and waits for the engine's hello. */
export async function openRaw(host: ContractHost): Promise<RawConnection> {
  const transport = host.connect();
  const received: ServerMessage[] = [];
  let isClosed = false;
  transport.onMessage((message) => received.push(message));
  transport.onClose(() => {
    isClosed = true;
  });
  onTestFinished(() => transport.close());
  await until(() => expect(received.length).toBeGreaterThan(0));
  return {
    received,
    get isClosed() {
      return isClosed;
    },
    send: (message) => transport.post(message),
    // What a broken or hostile client would do.
    sendAnything: (value) => transport.post(value as ClientMessage),
    frames: () => received.filter(({ type }) => type === 'snapshot' || type === 'delta' || type === 'append'),
  };
}
