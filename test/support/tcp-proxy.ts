import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

import { createWireReader } from './mqtt-wire.ts';
import type { WirePacket } from './mqtt-wire.ts';

export interface SeenPacket extends WirePacket {
  readonly from: 'client' | 'broker';
  /** Counts connections from 1. */
  readonly connection: number;
}

/** A network that can fail: stands between a client and a broker and notes every packet that passes. */
export interface TcpProxy {
  readonly port: number;
  readonly url: string;
  readonly seen: readonly SeenPacket[];
  count(kind: SeenPacket['kind'], from: SeenPacket['from']): number;
  connections(): number;
  /** Nothing passes any more, and nobody is told: a black hole. New connections are swallowed too. */
  pause(): void;
  /** What is sent from now on passes; what was swallowed is gone, so its connections are reset. */
  resume(): void;
  /** Resets every connection (RST). */
  reset(): void;
  close(): Promise<void>;
}

/** Starts a proxy on a free port in front of a broker's port. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const proxy = new Proxy(targetPort);
  await proxy.listen();
  return proxy;
}

class Proxy implements TcpProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly seen: SeenPacket[] = [];
  #paused = false;
  #connections = 0;

  constructor(targetPort: number) {
    this.#server = createServer((client) => {
      this.#connections += 1;
      const broker = connect(targetPort, '127.0.0.1');
      this.#join(client, broker, 'client');
      this.#join(broker, client, 'broker');
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  count(kind: SeenPacket['kind'], from: SeenPacket['from']): number {
    return this.seen.filter((packet) => packet.kind === kind && packet.from === from).length;
  }

  connections(): number {
    return this.#connections;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.reset();
  }

  reset(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #join(from: Socket, to: Socket, name: SeenPacket['from']): void {
    const connection = this.#connections;
    const read = createWireReader();
    this.#sockets.add(from);
    from.on('data', (chunk) => {
      if (this.#paused) return;
      for (const packet of read(chunk)) this.seen.push({ ...packet, from: name, connection });
      if (!to.destroyed) to.write(chunk);
    });
    from.on('error', () => to.destroy());
    from.on('end', () => {
      if (!this.#paused) to.end();
    });
    from.on('close', () => {
      this.#sockets.delete(from);
      if (!this.#paused) to.destroy();
    });
  }
}
