import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface ReceivedCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An HTTP server on a real socket that keeps what is posted to it. */
export interface HookReceiver {
  readonly url: string;
  readonly calls: readonly ReceivedCall[];
  /** What it answers from now on; `hang`: nothing at all. */
  respond(status: number | 'hang', headers?: Readonly<Record<string, string>>, body?: string): void;
  close(): Promise<void>;
}

export async function startHookReceiver(): Promise<HookReceiver> {
  const calls: ReceivedCall[] = [];
  let next: { status: number | 'hang'; headers: Readonly<Record<string, string>>; body: string } = {
    status: 204,
    headers: {},
    body: '',
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      calls.push({ path: request.url ?? '', headers: request.headers, body });
      if (next.status !== 'hang') response.writeHead(next.status, next.headers).end(next.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    calls,
    respond: (status, headers = {}, body = '') => (next = { status, headers, body }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
