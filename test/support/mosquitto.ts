import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from './ports.ts';
import { until } from './until.ts';

const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin` };

/** False where mosquitto is not installed; scenarios that need it are then skipped. */
export const hasMosquitto = spawnSync('mosquitto', ['-h'], { env }).error === undefined;

/** The settings the README asks for, as far as a test on loopback can use them. */
export const recommendedSettings: readonly string[] = [
  'persistence true',
  'autosave_on_changes true',
  'autosave_interval 100',
  'max_queued_messages 1000000',
  'max_queued_bytes 1073741824',
  'max_inflight_messages 200',
  'max_packet_size 65536',
];

/** A real broker in a process of its own. */
export interface Mosquitto {
  readonly port: number;
  readonly url: string;
  /** All it has logged over all its lives. */
  log(): string;
  /** Starts it again on the same port and folder. */
  start(): Promise<void>;
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Stops it and removes its folder. */
  dispose(): Promise<void>;
}

/** Starts mosquitto on a free port (or the one given) with the given configuration lines (`$DIR` stands for its folder). */
export async function startMosquitto(lines: readonly string[] = [], onPort?: number): Promise<Mosquitto> {
  const dir = await mkdtemp(join(tmpdir(), 'waymark-mosquitto-'));
  // Started as root it would drop to a user that cannot write here.
  await chmod(dir, 0o777);
  const port = onPort ?? (await freePort());
  const broker = new Broker(dir, port);
  try {
    await broker.configure(lines);
    await broker.start();
  } catch (error) {
    await broker.dispose();
    throw error;
  }
  return broker;
}

class Broker implements Mosquitto {
  readonly port: number;
  readonly url: string;
  readonly #dir: string;
  /** Set by its own `log_type`: a line for every message costs more than the message. */
  #verbose = true;
  #log = '';
  #process: ChildProcess | undefined;

  constructor(dir: string, port: number) {
    this.#dir = dir;
    this.port = port;
    this.url = `mqtt://127.0.0.1:${port}`;
  }

  async configure(lines: readonly string[]): Promise<void> {
    this.#verbose = !lines.some((line) => line.startsWith('log_type'));
    const own = [
      `listener ${this.port} 127.0.0.1`,
      'user root',
      ...(this.#verbose ? ['log_type all'] : []),
      `persistence_location ${this.#dir}/`,
      ...(lines.some((line) => line.startsWith('allow_anonymous')) ? [] : ['allow_anonymous true']),
    ];
    const text = [...own, ...lines.map((line) => line.replaceAll('$DIR', this.#dir))].join('\n');
    await writeFile(join(this.#dir, 'mosquitto.conf'), `${text}\n`);
  }

  log(): string {
    return this.#log;
  }

  async start(): Promise<void> {
    const verbose = this.#verbose ? ['-v'] : [];
    const child = spawn('mosquitto', ['-c', join(this.#dir, 'mosquitto.conf'), ...verbose], { env });
    this.#process = child;
    const note = (text: Buffer): void => {
      this.#log += text.toString();
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    await until('mosquitto listens', async () => {
      if (child.exitCode !== null) throw new Error(`mosquitto did not start:\n${this.#log}`);
      return answers(this.port);
    });
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.kill(signal);
    });
  }

  async dispose(): Promise<void> {
    await this.stop('SIGKILL');
    await rm(this.#dir, { recursive: true, force: true });
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
