import type { EngineOrder, EngineReady } from '#shared/contract/desktop.ts';

import type { StartFlags } from '../station/flags.ts';
import type { ProgramFolders } from './program-folders.ts';

export interface OrderFacts {
  readonly flags: StartFlags;
  readonly version: string;
  readonly folders: ProgramFolders;
  /** The password of a broker, by its URL. */
  readonly passwordOf: (url: string) => Promise<string | undefined>;
  /** What the engine said when it last ran, if it did. */
  readonly before: EngineReady | undefined;
}

/**
 * How to start the engine. Where a port was left open, one that fell comes back on the port it had: devices and
 * scripts know that one.
 */
export async function engineOrder(facts: OrderFacts): Promise<EngineOrder> {
  const { flags, folders, before } = facts;
  const isEmbedded = flags.brokerUrls.length === 0;
  const brokerPort = isEmbedded ? portOf(before?.brokerUrl) : undefined;
  return {
    type: 'start',
    version: facts.version,
    dataDir: flags.dataDir,
    host: flags.host,
    port: portOf(before?.url) ?? flags.port,
    brokers: await Promise.all(flags.brokerUrls.map((url) => brokerOf(url, facts))),
    ...(flags.share === undefined ? {} : { share: flags.share }),
    brokerPort: brokerPort ?? flags.brokerPort,
    brokerPortMayMove: flags.brokerPortMayMove || flags.brokerPort === 0,
    demo: flags.demo,
    rendererDir: folders.rendererDir,
    basemapDir: folders.basemapDir,
  };
}

async function brokerOf(url: string, { passwordOf }: OrderFacts): Promise<EngineOrder['brokers'][number]> {
  const password = await passwordOf(url);
  return password === undefined ? { url } : { url, password };
}

function portOf(address: string | undefined): number | undefined {
  const port = address === undefined ? undefined : URL.parse(address)?.port;
  return port === undefined || port === '' ? undefined : Number(port);
}
