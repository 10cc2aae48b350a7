import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { systemClock } from '#engine/clock.ts';
import type { Refusal } from '#engine/ingest/client-refusals.ts';
import type { EmbeddedBrokerOptions } from '#engine/ingest/embedded-broker-options.ts';
import { createEmbeddedBroker } from '#engine/ingest/embedded-broker.ts';
import type { EmbeddedBroker } from '#engine/ingest/embedded-broker.ts';
import { BrokerState } from '#shared/contract/system.ts';
import type { BrokerStateRow } from '#shared/contract/types.ts';

import { createMessageSink } from './message-sink.ts';
import type { MessageSink } from './message-sink.ts';

/** An embedded broker on a free port with everything it said. */
export interface EmbeddedRig {
  readonly broker: EmbeddedBroker;
  readonly sink: MessageSink;
  readonly refused: Refusal[];
  readonly states: BrokerStateRow[];
  readonly logged: string[];
  readonly dir: string;
  readonly port: number;
  readonly url: string;
  readonly notice: string | undefined;
}

/** A folder under the system's temporary one, and how to remove it. */
export async function temporaryFolder(name: string): Promise<{ dir: string; remove: () => Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), `waymark-${name}-`));
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}

/** Starts an embedded broker that takes in `t/#`. */
export async function startEmbedded(
  options: Partial<EmbeddedBrokerOptions> & { readonly dir: string },
): Promise<EmbeddedRig> {
  const sink = createMessageSink();
  const refused: Refusal[] = [];
  const states: BrokerStateRow[] = [];
  const logged: string[] = [];
  const note = (message: string, fields?: unknown): void => {
    logged.push(JSON.stringify([message, fields]));
  };
  const broker = createEmbeddedBroker({
    brokerId: 'embedded',
    port: 0,
    mayMove: false,
    filters: ['t/#'],
    accept: sink.accept,
    clock: systemClock,
    log: { info: note, warn: note, error: note },
    onState: (state) => states.push(BrokerState.parse(state)),
    onRefused: (refusal) => refused.push(refusal),
    ...options,
  });
  const { port, notice } = await broker.start();
  return {
    broker,
    sink,
    refused,
    states,
    logged,
    dir: options.dir,
    port,
    url: `mqtt://127.0.0.1:${port}`,
    notice,
  };
}
