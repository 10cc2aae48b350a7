import type { AddressInfo, Server } from 'node:net';

import { DomainError } from '#shared/result.ts';

const host = '127.0.0.1';
const portsToTry = 50;

export interface Listening {
  readonly port: number;
  /** A sentence for the user where another port had to be taken. */
  readonly notice: string | undefined;
}

/** Listens on loopback; where the port is taken and may move, on the next free one. */
export async function listenOnLoopback(server: Server, port: number, mayMove: boolean): Promise<Listening> {
  const last = mayMove && port !== 0 ? Math.min(65_535, port + portsToTry) : port;
  for (let candidate = port; candidate <= last; candidate += 1) {
    if (await tryToListen(server, candidate)) {
      const taken = (server.address() as AddressInfo).port;
      const notice =
        port === 0 || taken === port ? undefined : `Port ${port} is taken; devices publish to ${taken}.`;
      return { port: taken, notice };
    }
  }
  const which = last === port ? `Port ${port} is` : `The ports ${port} to ${last} are all`;
  throw new DomainError(
    'unavailable',
    `${which} taken by another program; choose another with --broker-port.`,
  );
}

/** False where the port is taken; throws a DomainError for anything else. */
function tryToListen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error & { code?: string }): void => {
      server.removeListener('listening', listening);
      if (error.code === 'EADDRINUSE') resolve(false);
      else
        reject(
          new DomainError('unavailable', `Port ${port} cannot be opened (${error.code ?? error.message}).`),
        );
    };
    const listening = (): void => {
      server.removeListener('error', failed);
      resolve(true);
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen({ port, host, exclusive: true });
  });
}
