import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { desktopChannels } from '#shared/contract/desktop.ts';

import type { BrokerSecrets } from '../../electron/main/broker-secrets.ts';
import { serveCalls } from '../../electron/main/calls.ts';
import { silentDesktopLog } from '../support/silent-desktop-log.ts';

type Listener = (event: unknown, ...args: unknown[]) => unknown;

const { handlers, listeners } = vi.hoisted(() => ({
  handlers: new Map<string, Listener>(),
  listeners: new Map<string, Listener>(),
}));

vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, listener: Listener) => void handlers.set(channel, listener),
    on: (channel: string, listener: Listener) => void listeners.set(channel, listener),
  },
}));

const broker = 'mqtts://broker.example';
const known = { canKeep: true, brokers: [] };
const done: string[] = [];
const secrets: BrokerSecrets = {
  passwordOf: () => Promise.resolve(undefined),
  list: () => Promise.resolve(known),
  set: (url, password) => {
    done.push(`set ${url} ${password}`);
    return Promise.resolve(url === broker);
  },
  forget: (url) => {
    done.push(`forget ${url}`);
    return Promise.resolve(url === broker);
  },
};
const page = { senderFrame: { url: 'app://waymark/index.html#/settings', parent: null } };

beforeAll(() => {
  serveCalls(
    { place: { url: 'app://waymark/index.html' }, log: silentDesktopLog },
    {
      ports: { asked: () => void done.push('port') },
      secrets,
      passwordsChanged: () => void done.push('reconnect'),
    },
  );
});
beforeEach(() => void done.splice(0));

async function invoke(channel: string, event: unknown, ...args: unknown[]): Promise<unknown> {
  return await handlers.get(channel)?.(event, ...args);
}

describe('the calls of the page', () => {
  it('are answered', async () => {
    listeners.get(desktopChannels.requestPort)?.(page);
    expect(await invoke(desktopChannels.listPasswords, page)).toEqual(known);
    expect(await invoke(desktopChannels.setPassword, page, { url: broker, password: 'sesame' })).toEqual(
      known,
    );
    expect(await invoke(desktopChannels.forgetPassword, page, { url: broker })).toEqual(known);
    expect(done).toEqual(['port', `set ${broker} sesame`, 'reconnect', `forget ${broker}`, 'reconnect']);
  });

  it('change nothing for a broker that is none of ours', async () => {
    await invoke(desktopChannels.setPassword, page, { url: 'mqtt://other', password: 'x' });
    expect(done).toEqual(['set mqtt://other x']);
  });

  it.each([
    undefined,
    null,
    'text',
    [],
    {},
    { url: broker },
    { url: broker, password: '' },
    { url: broker, password: 'x'.repeat(1025) },
    { url: broker, password: 7 },
    { url: '', password: 'x' },
    { url: broker, password: 'x', more: 1 },
  ])('are refused with the payload %j', async (payload) => {
    await expect(invoke(desktopChannels.setPassword, page, payload)).rejects.toThrow('This call is refused.');
    expect(done).toEqual([]);
  });

  it('are refused with more than one payload, or with one where there is none', async () => {
    await expect(invoke(desktopChannels.forgetPassword, page, { url: broker }, 1)).rejects.toThrow('refused');
    await expect(invoke(desktopChannels.listPasswords, page, {})).rejects.toThrow('refused');
    listeners.get(desktopChannels.requestPort)?.(page, 'something');
    expect(done).toEqual([]);
  });

  it.each([
    ['another site', { url: 'https://evil.example/index.html', parent: null }],
    ['another host of the scheme', { url: 'app://evil/index.html', parent: null }],
    ['another document of ours', { url: 'app://waymark/assets/x.html', parent: null }],
    [
      'a frame inside the page',
      { url: 'app://waymark/index.html', parent: { url: 'app://waymark/index.html' } },
    ],
    ['a blank document', { url: 'about:blank', parent: null }],
    ['a frame that is gone', null],
  ])('are refused from %s', async (_what, senderFrame) => {
    listeners.get(desktopChannels.requestPort)?.({ senderFrame });
    for (const channel of handlers.keys()) {
      await expect(invoke(channel, { senderFrame }, { url: broker, password: 'x' })).rejects.toThrow(
        'refused',
      );
    }
    expect(done).toEqual([]);
  });
});
