import { EventEmitter } from 'node:events';
import { deserialize, serialize } from 'node:v8';

/** What crosses between processes: anything the structured clone knows, and nothing else. */
export function cloned<T>(value: T): T {
  return deserialize(serialize(value)) as T;
}

/** The far end of a port that was handed to another process. */
export interface Abroad {
  deliver(data: unknown): void;
  closed(): void;
}

/** `MessagePortMain`: keeps what arrives until it is started or handed on. */
export class StandInPort extends EventEmitter {
  #peer: StandInPort | undefined;
  #waiting: unknown[] = [];
  #abroad: Abroad | undefined;
  #isStarted = false;
  #isClosed = false;

  entangle(peer: StandInPort): void {
    this.#peer = peer;
  }

  postMessage(data: unknown): void {
    if (!this.#isClosed) this.#peer?.arrive(cloned(data));
  }

  start(): void {
    this.#isStarted = true;
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#peer?.peerClosed();
  }

  /** Hands this end over; what is sent from there goes through the returned functions. */
  handOver(abroad: Abroad): { readonly send: (data: unknown) => void; readonly close: () => void } {
    this.#abroad = abroad;
    for (const data of this.#waiting.splice(0)) abroad.deliver(data);
    return { send: (data) => this.postMessage(data), close: () => this.close() };
  }

  arrive(data: unknown): void {
    if (this.#isClosed) return;
    if (this.#abroad !== undefined) this.#abroad.deliver(data);
    else if (this.#isStarted) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }

  peerClosed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#abroad?.closed();
    this.emit('close');
  }
}

export class MessageChannelMain {
  readonly port1 = new StandInPort();
  readonly port2 = new StandInPort();

  constructor() {
    this.port1.entangle(this.port2);
    this.port2.entangle(this.port1);
  }
}
