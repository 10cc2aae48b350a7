import type { Transport } from './wire.ts';

interface PortBase {
  postMessage(message: unknown): void;
  close(): void;
  start(): void;
}

interface MessageLike {
  readonly data: unknown;
}

/** A browser's `MessagePort`, and Node's. */
export interface EventTargetPort extends PortBase {
  addEventListener(type: 'message', listener: (event: MessageLike) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

/** Electron's `MessagePortMain`. */
export interface EmitterPort extends PortBase {
  on(type: 'message', listener: (event: MessageLike) => void): unknown;
  on(type: 'close', listener: () => void): unknown;
}

export type PortLike = EventTargetPort | EmitterPort;

/** Carries the contract as plain values over one end of a message channel; either end may be either side. */
export function messagePortTransport<In, Out>(port: PortLike): Transport<In, Out> {
  const closeListeners: (() => void)[] = [];
  let closed = false;

  // A browser tells only the far end that a port was closed; both ends hear of it here, once.
  const close = (): void => {
    if (closed) return;
    closed = true;
    port.close();
    for (const onClose of closeListeners) onClose();
  };

  onClosed(port, close);

  return {
    post(message) {
      if (!closed) port.postMessage(message);
    },
    onMessage(listener) {
      onData(port, (data) => {
        // The engine checks each message's shape itself; the page takes its engine's at their word.
        if (!closed) listener(data as In);
      });
      // Until now the port has kept what arrived.
      port.start();
    },
    onClose(onClose) {
      if (closed) onClose();
      else closeListeners.push(onClose);
    },
    close,
  };
}

function onData(port: PortLike, listener: (data: unknown) => void): void {
  if ('addEventListener' in port) port.addEventListener('message', (event) => listener(event.data));
  else port.on('message', (event) => listener(event.data));
}

function onClosed(port: PortLike, listener: () => void): void {
  if ('addEventListener' in port) port.addEventListener('close', listener);
  else port.on('close', listener);
}
