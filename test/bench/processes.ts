import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { PublishRun } from './raw-publisher.ts';

/** A program of this folder in a process of its own that answers each question with one message. */
export interface BenchChild {
  readonly pid: number;
  /** What it said when it was ready. */
  readonly ready: unknown;
  ask(question: object): Promise<unknown>;
  /** The next thing it says by itself. */
  hear(): Promise<unknown>;
  end(): Promise<void>;
}

const living = new Set<ChildProcess>();
process.once('exit', () => living.forEach((child) => child.kill('SIGKILL')));

export async function startChild(script: string, options: object): Promise<BenchChild> {
  const child = fork(join(import.meta.dirname, script), [JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  living.add(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said: unknown[] = [];
  const waiting: { resolve: (message: unknown) => void; reject: (error: Error) => void }[] = [];
  child.on('message', (message) => {
    const first = waiting.shift();
    if (first === undefined) said.push(message);
    else first.resolve(message);
  });
  void ended.then(() => {
    living.delete(child);
    for (const { reject } of waiting.splice(0)) reject(new Error(`${script} ended`));
  });
  const hear = (): Promise<unknown> =>
    said.length > 0
      ? Promise.resolve(said.shift())
      : new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  const ready = await hear();
  return {
    pid: child.pid ?? 0,
    ready,
    ask(question) {
      child.send(question);
      return hear();
    },
    hear,
    async end() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

export interface Publisher {
  publish(count: number, perSecond?: number): Promise<PublishRun>;
  end(): Promise<void>;
}

/** A load generator for the broker on this port: the mixed load, or readings of one device. */
export async function startPublisher(port: number, connections = 1, device?: string): Promise<Publisher> {
  const child = await startChild('publisher-child.ts', { port, connections, device });
  return {
    publish: async (count, perSecond = 0) => (await child.ask({ count, perSecond })) as PublishRun,
    end: () => child.end(),
  };
}

const ticksPerSecond = 100;

export interface ProcessUse {
  readonly cpuS: number;
  readonly rssMb: number;
}

/** CPU time and memory of a process, where the system tells (Linux). */
export function useOf(pid: number): ProcessUse | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const rssKb = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    return { cpuS: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond, rssMb: rssKb / 1024 };
  } catch {
    return undefined;
  }
}
