import { EventEmitter } from 'node:events';

import { preventable } from './app.ts';
import { cloned } from './ports.ts';

type Handler = (event: unknown, ...args: unknown[]) => unknown;

export type IpcAnswer = { readonly result: unknown } | { readonly error: string };

/** `ipcMain`: one handler a channel, as with the real one. */
class StandInIpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  channels(): string[] {
    return [...this.#handlers.keys(), ...this.eventNames().map(String)].sort();
  }

  deliver(channel: string, senderFrame: unknown, args: readonly unknown[]): void {
    this.emit(channel, preventable({ senderFrame, ports: [] }), ...cloned(args));
  }

  async ask(channel: string, senderFrame: unknown, args: readonly unknown[]): Promise<IpcAnswer> {
    const handler = this.#handlers.get(channel);
    if (handler === undefined) return { error: `No handler registered for '${channel}'` };
    try {
      return { result: cloned(await handler(preventable({ senderFrame }), ...cloned(args))) };
    } catch (error) {
      return { error: String(error) };
    }
  }
}

export const ipcMain = new StandInIpcMain();
