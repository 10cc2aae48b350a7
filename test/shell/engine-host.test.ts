import { describe, expect, it } from 'vitest';

import type { EngineCommand, EngineOrder, EngineReady, EngineReport } from '#shared/contract/desktop.ts';

import { type Child, EngineHost, type EngineState } from '../../electron/main/engine-host.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { silentDesktopLog } from '../support/silent-desktop-log.ts';

const ready: EngineReady = {
  type: 'ready',
  url: 'http://127.0.0.1:4680',
  brokerUrl: 'mqtt://127.0.0.1:1883',
};
// The host hands it on and looks at nothing in it.
const order = { type: 'start' } as EngineOrder;

class FakeChild implements Child<string> {
  readonly commands: string[] = [];
  isKilled = false;
  #report: (report: EngineReport) => void = () => undefined;
  #exit: (code: number) => void = () => undefined;

  post(command: EngineCommand, port?: string): void {
    this.commands.push(port === undefined ? command.type : `${command.type} ${port}`);
  }

  onReport(listener: (report: EngineReport) => void): void {
    this.#report = listener;
  }

  onExit(listener: (code: number) => void): void {
    this.#exit = listener;
  }

  kill(): void {
    this.isKilled = true;
    this.#exit(9);
  }

  report(report: EngineReport): void {
    this.#report(report);
  }

  exit(code: number): void {
    this.#exit(code);
  }
}

function rig(orderOf: () => Promise<EngineOrder> = () => Promise.resolve(order)) {
  const clock = createFakeClock();
  const children: FakeChild[] = [];
  const states: EngineState['kind'][] = [];
  const fatal: number[] = [];
  const before: (EngineReady | undefined)[] = [];
  const host = new EngineHost<string>({
    spawn: () => {
      const child = new FakeChild();
      children.push(child);
      return child;
    },
    order: (ready) => {
      before.push(ready);
      return orderOf();
    },
    timers: clock,
    random: () => 1,
    log: silentDesktopLog,
    onState: ({ kind }) => states.push(kind),
    onReport: () => undefined,
    onFatal: ({ exitCode }) => fatal.push(exitCode),
  });
  return { clock, children, states, fatal, before, host };
}

/** Lets what has been promised happen. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

async function running(setup = rig()) {
  setup.host.start();
  await settled();
  setup.children[0]?.report(ready);
  return setup;
}

describe('the supervisor of the engine', () => {
  it('starts it with its order and hands it ports once it is ready', async () => {
    const { host, children, states } = rig();
    host.start();
    await settled();
    expect(host.connect('early')).toBe(false);
    children[0]?.report(ready);
    expect(host.connect('page')).toBe(true);
    expect([children[0]?.commands, states]).toEqual([['start', 'connect page'], ['running']]);
  });

  it('starts it again with growing pauses when it falls, and says that it is down', async () => {
    const { host, children, states, clock } = await running();
    const pauses: number[] = [];
    for (let fall = 1; fall <= 4; fall += 1) {
      children.at(-1)?.exit(9);
      expect(host.state()).toEqual({
        kind: 'down',
        problem: 'The engine ended unexpectedly (exit code 9) and is being started again.',
      });
      expect(host.connect('page')).toBe(false);
      const count = children.length;
      let waitedMs = 0;
      while (children.length === count) {
        clock.advance(100);
        waitedMs += 100;
        await settled();
      }
      pauses.push(waitedMs);
      children.at(-1)?.report(ready);
    }
    expect(pauses).toEqual([500, 1000, 2000, 4000]);
    expect(states.slice(0, 3)).toEqual(['running', 'down', 'running']);
  });

  it('forgets earlier falls once it has run for a minute', async () => {
    const { children, clock } = await running();
    for (let fall = 0; fall < 5; fall += 1) {
      children.at(-1)?.exit(1);
      clock.advance(30_000);
      await settled();
      children.at(-1)?.report(ready);
    }
    clock.advance(60_000);
    const count = children.length;
    children.at(-1)?.exit(1);
    clock.advance(500);
    await settled();
    expect(children.length).toBe(count + 1);
  });

  it('ends the program when it cannot start for a reason that stays', async () => {
    const { host, children, fatal, clock, states } = rig();
    host.start();
    await settled();
    children[0]?.report({ type: 'failed', exitCode: 3, sentence: 'Another Waymark runs.' });
    expect(children[0]?.commands).toEqual(['start', 'stop']);
    children[0]?.exit(0);
    clock.advance(60_000);
    await settled();
    expect([fatal, children.length, states]).toEqual([[3], 1, []]);
  });

  it('goes on trying when an engine that has run cannot start again yet', async () => {
    const { host, children, fatal, clock } = await running();
    children[0]?.exit(1);
    clock.advance(500);
    await settled();
    children[1]?.report({ type: 'failed', exitCode: 1, sentence: 'The port is taken.' });
    children[1]?.exit(0);
    expect(host.state()).toEqual({
      kind: 'down',
      problem: 'The engine cannot start again yet: The port is taken.',
    });
    clock.advance(1000);
    await settled();
    expect([children.length, fatal]).toEqual([3, []]);
  });

  it('goes on trying when it falls before it was ever ready', async () => {
    const { host, children, clock } = rig();
    host.start();
    await settled();
    children[0]?.exit(11);
    expect(host.state().kind).toBe('down');
    clock.advance(500);
    await settled();
    expect(children.length).toBe(2);
  });

  it('tells a new one what the last one said of itself', async () => {
    const { children, before, clock } = await running();
    children[0]?.exit(1);
    clock.advance(500);
    await settled();
    expect(before).toEqual([undefined, ready]);
  });

  it('stops it in order, waits for its end, and does not start it again', async () => {
    const { host, children, states, clock } = await running();
    let isStopped = false;
    const stopped = host.stop().then(() => (isStopped = true));
    await settled();
    expect([children[0]?.commands.at(-1), isStopped]).toEqual(['stop', false]);
    children[0]?.exit(0);
    await stopped;
    await host.stop();
    clock.advance(120_000);
    await settled();
    expect([states.at(-1), children.length, clock.pendingTimers()]).toEqual(['stopped', 1, 0]);
  });

  it('ends one that does not stop', async () => {
    const { host, children, clock } = await running();
    const stopped = host.stop();
    await settled();
    clock.advance(65_000);
    await stopped;
    expect(children[0]?.isKilled).toBe(true);
  });

  it('stops while it waits to start it again', async () => {
    const { host, children, clock } = await running();
    children[0]?.exit(1);
    await host.stop();
    clock.advance(120_000);
    await settled();
    expect([children.length, clock.pendingTimers()]).toEqual([1, 0]);
  });

  it('restarts it in order when asked to', async () => {
    const { host, children, states } = await running();
    const restarted = host.restart();
    await settled();
    expect([children[0]?.commands.at(-1), host.state().kind]).toEqual(['stop', 'starting']);
    children[0]?.exit(0);
    await restarted;
    children[1]?.report(ready);
    expect([children.length, states]).toEqual([2, ['running', 'starting', 'running']]);
  });

  it('starts one engine, however often a restart is asked for', async () => {
    const { host, children } = await running();
    const both = Promise.all([host.restart(), host.restart()]);
    await settled();
    children[0]?.exit(0);
    await both;
    expect(children.length).toBe(2);
  });

  it('tries again when the order cannot be given', async () => {
    let isBroken = true;
    const { host, children, clock } = rig(() =>
      isBroken ? Promise.reject(new Error('locked')) : Promise.resolve(order),
    );
    host.start();
    await settled();
    expect(host.state()).toEqual({ kind: 'down', problem: 'The engine cannot be started: locked' });
    isBroken = false;
    clock.advance(500);
    await settled();
    expect(children.length).toBe(1);
  });

  it('listens to the newest engine only', async () => {
    const { host, children, clock } = await running();
    children[0]?.exit(1);
    clock.advance(500);
    await settled();
    children[0]?.report(ready);
    children[0]?.exit(1);
    expect(host.state().kind).toBe('down');
    children[1]?.report(ready);
    expect(host.state().kind).toBe('running');
  });
});
