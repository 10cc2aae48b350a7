import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Sends these bytes over a socket of its own and reads the first answer: what no HTTP client would let a test send. */
export function sendRaw(port: number, lines: readonly string[], body = ''): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`));
    let text = '';
    socket.setEncoding('latin1').setTimeout(20_000, () => socket.destroy(new Error('no answer')));
    const finish = (): void => {
      const answer = parse(text);
      if (answer === undefined) return;
      resolve(answer);
      socket.destroy();
    };
    socket.on('data', (part: string) => {
      text += part;
      finish();
    });
    socket.on('close', () => reject(new Error(`closed after: ${text}`)));
    socket.on('error', reject);
  });
}

/** The answer, once its body is as long as it says. */
function parse(text: string): RawAnswer | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [first = '', ...rest] = text.slice(0, end).split('\r\n');
  const headers = new Map(
    rest.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const body = text.slice(end + 4);
  if (body.length < Number(headers.get('content-length') ?? 0)) return undefined;
  return { status: Number(first.split(' ')[1]), headers, body };
}
