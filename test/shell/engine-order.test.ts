import { describe, expect, it } from 'vitest';

import { engineOrder, type OrderFacts } from '../../electron/main/engine-order.ts';
import { programFolders } from '../../electron/main/program-folders.ts';
import { parseFlags } from '../../electron/station/flags.ts';

const folders = programFolders({ scriptDir: '/w/out/main', isPackaged: false, resourcesPath: '/x' });

function facts(args: readonly string[], more: Partial<OrderFacts> = {}): OrderFacts {
  const parsed = parseFlags(args, '1.2.3', { platform: 'linux', home: '/home/u', env: {} });
  if (parsed.kind !== 'start') throw new Error('no start');
  return {
    flags: parsed.flags,
    version: '1.2.3',
    folders,
    passwordOf: () => Promise.resolve(undefined),
    before: undefined,
    ...more,
  };
}

describe('the order an engine is started with', () => {
  it('is what the flags say', async () => {
    expect(await engineOrder(facts(['--data', '/d', '--port', '1', '--broker-port', '2', '--demo']))).toEqual(
      {
        type: 'start',
        version: '1.2.3',
        dataDir: '/d',
        host: '127.0.0.1',
        port: 1,
        brokers: [],
        brokerPort: 2,
        brokerPortMayMove: false,
        demo: true,
        rendererDir: '/w/out/renderer',
        basemapDir: '/w/resources/basemap',
      },
    );
  });

  it('gives each broker its own password, and none where none is known', async () => {
    const passwordOf = (url: string) => Promise.resolve(url === 'mqtts://a' ? 'sesame' : undefined);
    const { brokers } = await engineOrder(
      facts(['--broker', 'mqtts://a', '--broker', 'mqtt://b'], { passwordOf }),
    );
    expect(brokers).toEqual([{ url: 'mqtts://a', password: 'sesame' }, { url: 'mqtt://b' }]);
  });

  it('keeps the ports that devices and scripts already know', async () => {
    const before = {
      type: 'ready',
      url: 'http://127.0.0.1:40001',
      brokerUrl: 'mqtt://127.0.0.1:40002',
    } as const;
    const order = await engineOrder(facts(['--port', '0', '--broker-port', '0'], { before }));
    expect(order).toMatchObject({ port: 40_001, brokerPort: 40_002, brokerPortMayMove: true });
    const external = await engineOrder(
      facts(['--broker', 'mqtt://h:1234'], { before: { ...before, brokerUrl: 'mqtt://h:1234' } }),
    );
    expect(external).toMatchObject({ brokerPort: 1883 });
  });
});

describe('the folders of the program', () => {
  it('have the map outside the archive when it is packed', () => {
    const packed = programFolders({
      scriptDir: '/r/app.asar/out/main',
      isPackaged: true,
      resourcesPath: '/r',
    });
    expect(packed).toEqual({
      scriptDir: '/r/app.asar/out/main',
      preload: '/r/app.asar/out/preload/index.cjs',
      rendererDir: '/r/app.asar/out/renderer',
      basemapDir: '/r/basemap',
      iconDir: '/r/app.asar/resources/icons',
    });
  });
});
