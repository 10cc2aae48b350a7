import { randomUUID } from 'node:crypto';

import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';

import type { Clock } from '../clock.ts';
import { type BrokerAddress, parseBrokerAddress } from '../ingest/broker-address.ts';
import { describeError, describeRefusal, refusesVersion } from '../ingest/link-problems.ts';
import { createClient } from '../ingest/mqtt-adapter.ts';
import type { EngineParts } from './engine-parts.ts';

type Verdict = ResultOf<'broker.test'>;

const connectTimeoutMs = 8000;
/** What every console has to be able to read. */
const filter = 'waymark/v1/#';
/** From here on a SUBACK's code is a refusal. */
const firstRefusal = 128;

interface Attempt {
  readonly address: BrokerAddress;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly version: 4 | 5;
  readonly clock: Clock;
}

interface Outcome {
  readonly verdict: Verdict;
  /** The broker only refuses the version of the protocol. */
  readonly isVersion: boolean;
}

/** Tries an external broker once: connects, subscribes, leaves nothing behind, and says in words what came of it. */
export function brokerTestHandlers({ clock, brokerUrl }: Pick<EngineParts, 'clock' | 'brokerUrl'>) {
  return {
    'broker.test': async ({ url, username, password }: ParamsOut<'broker.test'>): Promise<Verdict> => {
      const address = parseBrokerAddress(url);
      const attempt = {
        address,
        username: username ?? address.username,
        password: password ?? address.password,
        clock,
      };
      // Our own broker would report a client that speaks version 5 as trouble.
      const isOwn = address.url === brokerUrl();
      const newer = await tryOnce({ ...attempt, version: isOwn ? 4 : 5 });
      return newer.isVersion ? (await tryOnce({ ...attempt, version: 4 })).verdict : newer.verdict;
    },
  };
}

function tryOnce(attempt: Attempt): Promise<Outcome> {
  const { address, username, password, version, clock } = attempt;
  const startedAt = clock.monotonic();
  const client = createClient(address.url, {
    // A session of its own that ends with the link: the console's is not touched.
    clientId: `waymark-test-${randomUUID().slice(0, 8)}`,
    clean: true,
    protocolVersion: version,
    connectTimeout: connectTimeoutMs,
    rejectUnauthorized: true,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  });
  return new Promise((resolve) => {
    const settle = (verdict: Omit<Verdict, 'url'>, isVersion = false): void => {
      client.end(true);
      resolve({ verdict: { url: address.shown, ...verdict }, isVersion });
    };
    client.on('error', (error) => {
      const { code } = error as { code?: unknown };
      const isRefusal = typeof code === 'number';
      const problem = isRefusal ? describeRefusal(code) : describeError(error, address.host);
      settle({ ok: false, problem }, isRefusal && refusesVersion(code));
    });
    client.on('close', () => settle({ ok: false, problem: `${address.host} hung up without an answer.` }));
    client.on('connect', () => {
      const tookMs = Math.round(clock.monotonic() - startedAt);
      const protocol = version === 5 ? '5' : '3.1.1';
      client.subscribe(filter, { qos: 1 }, (_error, _grants, packet) => {
        const code = packet === undefined ? firstRefusal : Number(packet.granted[0]);
        if (code < firstRefusal) settle({ ok: true, protocol, tookMs });
        else settle({ ok: false, protocol, tookMs, problem: `It lets us in, but not read ${filter}.` });
      });
    });
    client.connect();
  });
}
