import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** A program of test/support in a process of its own, there to be killed. */
export interface Child {
  /** The first message it sent: it is ready. */
  readonly ready: unknown;
  ask(message: unknown): void;
  /** Ends it with SIGKILL, in the middle of whatever it does. */
  kill(): Promise<void>;
  /** Resolves with its exit code once it has ended by itself. */
  exited(): Promise<number | null>;
}

/** Starts a script of this folder and waits until it says that it is ready. */
export async function startChild(script: string, args: readonly string[]): Promise<Child> {
  const child = fork(join(import.meta.dirname, script), args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let complaints = '';
  child.stderr?.on('data', (text: Buffer) => {
    complaints += text.toString();
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  const ready = await new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error(`${script} did not start:\n${complaints}`)));
  });
  return {
    ready,
    ask: (message) => child.send(message as object),
    kill: () => kill(child, ended),
    exited: () => ended,
  };
}

async function kill(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}
