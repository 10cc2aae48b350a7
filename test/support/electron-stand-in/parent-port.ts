import { EventEmitter } from 'node:events';

import { cloned } from './ports.ts';

/** Between the stand-in's main and a process beside it. */
export type Wire =
  | { readonly kind: 'message'; readonly data: unknown; readonly ports: readonly number[] }
  | { readonly kind: 'port-data'; readonly port: number; readonly data: unknown }
  | { readonly kind: 'port-closed'; readonly port: number };

/** A port handed to this process. */
class FarPort extends EventEmitter {
  readonly #id: number;
  readonly #waiting: unknown[] = [];
  #isStarted = false;
  #isClosed = false;

  constructor(id: number) {
    super();
    this.#id = id;
  }

  postMessage(data: unknown): void {
    if (!this.#isClosed) send({ kind: 'port-data', port: this.#id, data: cloned(data) });
  }

  start(): void {
    this.#isStarted = true;
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    send({ kind: 'port-closed', port: this.#id });
  }

  arrive(data: unknown): void {
    if (this.#isStarted) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }

  farEndClosed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.emit('close');
  }
}

const ports = new Map<number, FarPort>();

function send(message: Wire): void {
  if (process.connected) process.send?.(message);
}

/** `process.parentPort`: what comes before anyone listens waits. */
class ParentPort extends EventEmitter {
  readonly #waiting: unknown[] = [];

  constructor() {
    super();
    this.on('newListener', (event) => {
      if (event === 'message') queueMicrotask(() => this.#release());
    });
  }

  postMessage(data: unknown): void {
    send({ kind: 'message', data: cloned(data), ports: [] });
  }

  arrive(event: unknown): void {
    this.#waiting.push(event);
    this.#release();
  }

  #release(): void {
    if (this.listenerCount('message') === 0) return;
    for (const event of this.#waiting.splice(0)) this.emit('message', event);
  }
}

const parentPort = new ParentPort();
Object.defineProperty(process, 'parentPort', { value: parentPort });

process.on('message', (message: Wire) => {
  if (message.kind === 'message') {
    const given = message.ports.map((id) => {
      const port = new FarPort(id);
      ports.set(id, port);
      return port;
    });
    parentPort.arrive({ data: message.data, ports: given });
  } else if (message.kind === 'port-data') ports.get(message.port)?.arrive(message.data);
  else {
    ports.get(message.port)?.farEndClosed();
    ports.delete(message.port);
  }
});
// A process beside main ends with it, at once.
process.on('disconnect', () => process.exit(1));
