import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Header lines and text, as they came. */
  readonly data: string;
  /** What was given at the sign-in, decoded. */
  readonly login: string | undefined;
}

/** A mail server on a real socket that takes what it is given, or answers a command with what it is told to. */
export interface SmtpReceiver {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** Connections so far. */
  readonly calls: number;
  /** From now on this command (`MAIL`, `RCPT`, …) is answered with this line; undefined: taken again. */
  answer(command: string, line: string | undefined): void;
  close(): Promise<void>;
}

export async function startSmtpReceiver(): Promise<SmtpReceiver> {
  const mails: ReceivedMail[] = [];
  const answers = new Map<string, string>();
  const sockets = new Set<Socket>();
  let calls = 0;
  const server = createServer((socket) => {
    calls += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    talk(socket, mails, answers);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    mails,
    get calls() {
      return calls;
    },
    answer(command, line) {
      if (line === undefined) answers.delete(command);
      else answers.set(command, line);
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function talk(socket: Socket, mails: ReceivedMail[], answers: ReadonlyMap<string, string>): void {
  let buffer = '';
  let isData = false;
  let mail = { from: '', to: [] as string[], login: undefined as string | undefined };
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  const take = (line: string): void => {
    const [word = ''] = line.toUpperCase().split(' ');
    const given = answers.get(word);
    if (given !== undefined) return say(given);
    if (word === 'EHLO') return say('250-receiver\r\n250 AUTH PLAIN');
    if (word === 'AUTH') {
      mail.login = Buffer.from(line.split(' ')[2] ?? '', 'base64')
        .toString('utf8')
        .replaceAll('\0', ' ')
        .trim();
      return say('235 welcome');
    }
    if (word === 'MAIL') mail = { ...mail, from: line.slice(10), to: [] };
    if (word === 'RCPT') mail.to.push(line.slice(8));
    if (word === 'QUIT') return say('221 bye');
    isData = word === 'DATA';
    return say(isData ? '354 go on' : '250 ok');
  };
  say('220 receiver');
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    buffer += chunk;
    for (;;) {
      const end = buffer.indexOf(isData ? '\r\n.\r\n' : '\r\n');
      if (end === -1) return;
      const text = buffer.slice(0, end);
      buffer = buffer.slice(end + (isData ? 5 : 2));
      if (!isData) {
        take(text);
        continue;
      }
      isData = false;
      mails.push({ ...mail, data: text });
      say('250 queued as 17');
    }
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
