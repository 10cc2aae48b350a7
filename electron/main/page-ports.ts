import { MessageChannelMain, type MessagePortMain } from 'electron';

import { desktopChannels } from '#shared/contract/desktop.ts';

import type { EngineHost, EngineState } from './engine-host.ts';
import type { Caller } from './ipc.ts';

/** Hands each page that asks one end of a channel to the engine: main is not in the path of what they say. */
export interface PagePorts {
  asked(caller: Caller): void;
  /** To be told of every change of the engine's state. */
  engine(state: EngineState): void;
}

export function createPagePorts(host: Pick<EngineHost<MessagePortMain>, 'connect' | 'state'>): PagePorts {
  // The page asks again while it waits; only its last question is answered.
  const waiting = new Set<Caller>();
  const connected = new Set<Caller>();
  const grant = (caller: Caller): void => {
    // The page was closed or loaded anew while it waited.
    if (caller.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    if (!host.connect(port1)) return refuse(caller, 'The engine is not running.');
    connected.add(caller);
    return caller.postMessage(desktopChannels.grantPort, null, [port2]);
  };
  return {
    asked(caller) {
      const state = host.state();
      if (state.kind === 'running') grant(caller);
      else if (state.kind === 'down') refuse(caller, state.problem);
      else if (state.kind === 'stopped') refuse(caller, 'The engine has been stopped.');
      else waiting.add(caller);
    },
    engine(state) {
      if (state.kind !== 'running') loseAll(connected);
      if (state.kind === 'starting') return;
      const callers = [...waiting];
      waiting.clear();
      for (const caller of callers) {
        if (state.kind === 'running') grant(caller);
        else refuse(caller, state.kind === 'down' ? state.problem : 'The engine has been stopped.');
      }
    },
  };
}

/** A browser's port does not say that the process at its other end has died. */
function loseAll(connected: Set<Caller>): void {
  for (const caller of connected)
    if (!caller.isDestroyed()) caller.postMessage(desktopChannels.losePort, null);
  connected.clear();
}

function refuse(caller: Caller, problem: string): void {
  if (!caller.isDestroyed()) caller.postMessage(desktopChannels.refusePort, problem);
}
