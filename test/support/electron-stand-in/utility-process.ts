import { type ChildProcess, fork, type StdioOptions } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { basename, join } from 'node:path';

import type { Wire } from './parent-port.ts';
import { cloned, type StandInPort } from './ports.ts';
import { hooks, readiness } from './world.ts';

interface ForkOptions {
  readonly stdio?: string | readonly string[];
  readonly serviceName?: string;
}

/** Those that run, by the name of their script. */
export const processes = new Map<string, ChildProcess>();
let isReady = false;
void readiness.promise.then(() => (isReady = true));

/** `UtilityProcess`, on a real process of Node's. */
class StandInProcess extends EventEmitter {
  readonly #child: ChildProcess;
  readonly #ports = new Map<number, { readonly send: (data: unknown) => void; readonly close: () => void }>();
  #lastPort = 0;
  readonly stdout: ChildProcess['stdout'];
  readonly stderr: ChildProcess['stderr'];

  constructor(script: string, args: readonly string[], options: ForkOptions) {
    super();
    const stdio =
      typeof options.stdio === 'string' ? [options.stdio, options.stdio, options.stdio] : options.stdio;
    this.#child = fork(script, args, {
      execArgv: ['--import', join(import.meta.dirname, 'parent-port.ts')],
      serialization: 'advanced',
      // The variables meant for the stand-in itself are none of the process's.
      env: { ...process.env, STAND_IN_SETUP: '' },
      stdio: ['ignore', ...(stdio ?? ['inherit', 'inherit', 'inherit']).slice(1), 'ipc'] as StdioOptions,
    });
    this.stdout = this.#child.stdout;
    this.stderr = this.#child.stderr;
    const name = basename(script);
    processes.set(name, this.#child);
    this.#child.on('message', (message: Wire) => this.#take(message));
    this.#child.once('spawn', () => this.emit('spawn'));
    this.#child.once('exit', (code) => {
      if (processes.get(name) === this.#child) processes.delete(name);
      for (const port of this.#ports.values()) port.close();
      this.#ports.clear();
      // Electron gives what waitpid gives: for a signal, its number.
      this.emit('exit', code ?? 9);
    });
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }

  postMessage(data: unknown, transfer: readonly StandInPort[] = []): void {
    const ports = transfer.map((port) => {
      this.#lastPort += 1;
      const id = this.#lastPort;
      const ends = port.handOver({
        deliver: (message) => this.#send({ kind: 'port-data', port: id, data: message }),
        closed: () => this.#send({ kind: 'port-closed', port: id }),
      });
      this.#ports.set(id, ends);
      return id;
    });
    this.#send({ kind: 'message', data: cloned(data), ports });
  }

  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }

  #send(message: Wire): void {
    if (this.#child.connected) this.#child.send(message);
  }

  #take(message: Wire): void {
    if (message.kind === 'message') this.emit('message', message.data);
    else if (message.kind === 'port-data') this.#ports.get(message.port)?.send(message.data);
    else this.#ports.get(message.port)?.close();
  }
}

export const utilityProcess = {
  fork(script: string, args: readonly string[] = [], options: ForkOptions = {}): StandInProcess {
    if (!isReady) throw new Error('utilityProcess cannot be created before app is ready.');
    return new StandInProcess(script, args, options);
  },
};

/** With main everything beside it ends. */
hooks.on('exit', () => {
  for (const child of processes.values()) child.kill('SIGKILL');
});
