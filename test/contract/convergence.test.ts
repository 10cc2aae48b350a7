import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { flushMs } from '#engine/live/frame-pacer.ts';
import { createEngineClient } from '#shared/contract/client.ts';
import type { EngineClient } from '#shared/contract/client.ts';
import type { SiteRow } from '#shared/contract/types.ts';

import { createContractEngine, scan, site } from '../support/contract-engine.ts';
import type { ContractEngine } from '../support/contract-engine.ts';
import { createSteppedConnection } from '../support/memory-transport.ts';
import type { SteppedConnection } from '../support/memory-transport.ts';

/** Longer than any pause between two attempts to connect. */
const reconnectMs = 6000;

type Step =
  | { readonly do: 'set'; readonly key: string; readonly name: string }
  | { readonly do: 'delete'; readonly key: string }
  | { readonly do: 'append'; readonly count: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'to-client' | 'to-server' | 'cut' };

const key = fc.constantFrom('A', 'B', 'C', 'D', '__proto__');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('set' as const), key, name: fc.constantFrom('x', 'y', 'z') }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('delete' as const), key }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('append' as const), count: fc.constantFrom(1, 2, 300, 700) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, flushMs, reconnectMs) }),
  },
  { weight: 20, arbitrary: fc.record({ do: fc.constantFrom('to-client' as const, 'to-server' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
);

/** An engine and a client whose every message a test moves by hand. */
interface World {
  readonly engine: ContractEngine;
  readonly client: EngineClient;
  readonly connection: () => SteppedConnection;
}

function createWorld(): World {
  const engine = createContractEngine({ maxRowsPerFrame: 2 });
  let connection = createSteppedConnection();
  const connect = () => {
    connection = createSteppedConnection();
    engine.accept(connection.server);
    return connection.client;
  };
  const client = createEngineClient(connect, { timers: engine.clock, random: () => 1, newId: () => 'id' });
  return { engine, client, connection: () => connection };
}

function take({ engine, connection }: World, action: Step, nextScan: () => string): void {
  switch (action.do) {
    case 'set':
      return engine.sites.set(site(action.key, action.name));
    case 'delete':
      return void engine.sites.delete(action.key);
    case 'append':
      return engine.scans.append(...Array.from({ length: action.count }, () => scan(nextScan())));
    case 'wait':
      return engine.clock.advance(action.ms);
    case 'to-client':
      return void connection().stepToClient();
    case 'to-server':
      return void connection().stepToServer();
    case 'cut':
      return connection().cut();
  }
}

/** Attempts to connect are asynchronous: lets them get as far as they can. */
async function turn(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}

async function settle(world: World): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    await turn();
    world.engine.clock.advance(round === 0 ? reconnectMs : flushMs);
    await turn();
    while (world.connection().stepToClient() || world.connection().stepToServer());
  }
}

/** Puts together what a log's listener was given; undefined stands for rows it was told it missed. */
function createLogReader(client: EngineClient): { readonly rows: () => readonly (string | undefined)[] } {
  let rows: (string | undefined)[] = [];
  client.subscribe('scans.tail', {}, (frame) => {
    if (frame.reset) rows = Array.from({ length: Number(frame.cursor) - frame.rows.length }, () => undefined);
    rows.push(
      ...Array.from({ length: frame.skipped }, () => undefined),
      ...frame.rows.map((row) => row.scanId),
    );
  });
  return { rows: () => rows };
}

/** Takes the steps, lets everything arrive and compares both ends. */
async function run(steps: readonly Step[]): Promise<void> {
  const world = createWorld();
  let rows: ReadonlyMap<string, SiteRow> = new Map();
  world.client.subscribe('sites.live', {}, (state) => {
    rows = state.rows;
  });
  const log = createLogReader(world.client);
  let scanCount = 0;
  const nextScan = (): string => {
    scanCount += 1;
    return String(scanCount);
  };
  await turn();
  for (const action of steps) {
    take(world, action, nextScan);
    if (action.do === 'wait') await turn();
  }
  await settle(world);
  const wanted = new Map([...world.engine.sites.values()].map((row) => [row.siteId, row]));
  expect(rows).toEqual(wanted);
  const stored = world.engine.scans.rows.map((row) => row.scanId);
  expect(log.rows()).toHaveLength(stored.length);
  expect(log.rows()).toEqual(log.rows().map((id, index) => (id === undefined ? undefined : stored[index])));
  world.client.close();
  expect(world.engine.watchers()).toBe(0);
  expect(world.engine.clock.pendingTimers()).toBe(0);
}

describe('whatever the order of changes, deliveries, acknowledgements and losses', () => {
  it("a keyed subscription ends with the feed's rows and a log misses nothing it was not told of", async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 200, size: 'max' }), run), { numRuns: 300 });
  });
});
