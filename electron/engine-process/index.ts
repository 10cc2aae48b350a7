import type { MessagePortMain } from 'electron';

import type { EngineCommand, EngineOrder, EngineReport } from '#shared/contract/desktop.ts';
import { messagePortTransport } from '#shared/contract/message-port-transport.ts';
import type { ClientMessage, ServerMessage } from '#shared/contract/wire.ts';

import { type EngineRun, startEngineRun, startFailure } from './engine-run.ts';

const { parentPort } = process;
let starting: Promise<EngineRun | undefined> = Promise.resolve(undefined);
let running: EngineRun | undefined;
let stopping = false;

function report(message: EngineReport): void {
  parentPort.postMessage(message);
}

/** After a failure main has the word: it says when to end, once it has heard why. */
async function start(order: EngineOrder): Promise<EngineRun | undefined> {
  try {
    running = await startEngineRun(order, report);
    return running;
  } catch (error) {
    report(startFailure(error));
    return undefined;
  }
}

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  const run = await starting;
  await run?.stop();
  process.exit(0);
}

function connect(port: MessagePortMain): void {
  if (running === undefined || stopping) port.close();
  else running.connect(messagePortTransport<ClientMessage, ServerMessage>(port));
}

/** After an error nobody foresaw nothing can be relied on; what was committed is safe, and main starts anew. */
function dieOf(error: unknown): never {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  running?.log.error('ended by an unexpected error', { error: detail });
  process.stderr.write(`The engine has to end: ${detail}\n`);
  process.exit(1);
}

parentPort.on('message', ({ data, ports }) => {
  // Main is built together with this process: its commands are taken at their word.
  const command = data as EngineCommand;
  if (command.type === 'start') starting = start(command);
  else if (command.type === 'stop') stop().catch(dieOf);
  else if (ports[0] !== undefined) connect(ports[0]);
});
process.on('uncaughtException', dieOf);
process.on('unhandledRejection', dieOf);
process.on('SIGTERM', () => void stop().catch(dieOf));
// A terminal sends these to every process of the group; main tells this one when to stop.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);
