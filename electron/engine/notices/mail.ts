import type { ChannelSetup } from '../store/notices.ts';
import type { NoticeBody } from './notice-words.ts';
import { quoted, type Attempt, type Sending } from './sending.ts';

const timeoutMs = 10_000;
const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

/** Sends a notice as plain text mail; the message id is the same for every try, so that mail programs fold them. */
export async function sendMail(
  setup: NonNullable<ChannelSetup['email']>,
  { delivery, messageId, secret }: Sending,
): Promise<Attempt> {
  const { host, port, security, username, from, to } = setup;
  if (security === 'none' && secret !== undefined && !loopback.has(host))
    return { ok: false, problem: 'A password is sent over TLS only.', again: false };
  // Loaded with the first mail: most of the time it would only take room.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(username === undefined ? {} : { auth: { user: username, pass: secret ?? '' } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    // Written by this very program.
    const { text } = JSON.parse(delivery.body) as NoticeBody;
    const sent = await transport.sendMail({
      from,
      to: [...to],
      subject: delivery.subject,
      text,
      messageId: `<${messageId}@waymark>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    const { rejected } = sent;
    const missing = rejected.length === 0 ? '' : ` Not taken for: ${rejected.map(String).join(', ')}.`;
    return { ok: true, answer: quoted(`${sent.response}${missing}`) };
  } catch (error) {
    return failureOf(error);
  } finally {
    transport.close();
  }
}

/** A server that says never (5xx) is believed: what people have to mend first is tried again when they say so. */
function failureOf(error: unknown): Attempt {
  const { responseCode, message } = error as { responseCode?: number; message?: string };
  const problem = quoted(message ?? String(error));
  return { ok: false, problem, again: responseCode === undefined || responseCode < 500 };
}
