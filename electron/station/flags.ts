import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { resolve } from 'node:path';

import { defaultDataDir, type HostFacts } from './data-folder.ts';
import { Failure, usageFailure } from './failure.ts';

/** How Waymark was asked to start, after defaults and environment. */
export interface StartFlags {
  /** True for `--station`: never a window. */
  readonly station: boolean;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly brokerUrls: readonly string[];
  readonly brokerPasswordFile: string | undefined;
  /** Group of consoles that share the messages of an external broker. */
  readonly share: string | undefined;
  readonly brokerPort: number;
  /** True where the broker's port was not asked for by name. */
  readonly brokerPortMayMove: boolean;
  readonly demo: boolean;
  readonly open: boolean;
  readonly build: boolean;
  /** Builds the page and ends. */
  readonly buildOnly: boolean;
}

export type ParsedFlags =
  | { readonly kind: 'start'; readonly flags: StartFlags }
  | { readonly kind: 'text'; readonly text: string };

const defaultPort = 4680;
const defaultBrokerPort = 1883;
const brokerSchemes = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];

interface Raw {
  readonly station?: boolean;
  readonly data?: string;
  readonly port: number;
  readonly host: string;
  readonly allowRemote?: boolean;
  readonly broker?: readonly string[];
  readonly brokerPasswordFile?: string;
  readonly share?: string;
  readonly brokerPort?: number;
  readonly demo?: boolean;
  readonly open: boolean;
  readonly build: boolean;
  readonly buildOnly?: boolean;
}

/** Reads the command line; throws a Failure with exit code 2 for anything it does not understand. */
export function parseFlags(args: readonly string[], version: string, facts: HostFacts): ParsedFlags {
  let text = '';
  const command = describe(version, (line) => (text += line));
  try {
    command.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'text', text };
    throw usageFailure(error, 'the flags');
  }
  return { kind: 'start', flags: complete(command.opts<Raw>(), facts) };
}

function describe(version: string, write: (text: string) => void): Command {
  return new Command('waymark')
    .description(
      'Starts the Waymark console: the desktop window where there is one, else a station for the browser.',
    )
    .version(version)
    .addOption(new Option('--station', 'serve the console to the browser, without a window'))
    .addOption(
      new Option('--data <dir>', "data folder (default: the user's application-data folder; WAYMARK_DATA)"),
    )
    .addOption(new Option('--port <n>', 'HTTP port; 0 = any free').argParser(portNumber).default(defaultPort))
    .addOption(new Option('--host <addr>', 'address to serve on').default('127.0.0.1'))
    .addOption(new Option('--allow-remote', 'allow a --host that other computers can reach'))
    .addOption(
      new Option('--broker <url>', 'external MQTT broker, repeatable (WAYMARK_BROKER)').argParser(
        collectBroker,
      ),
    )
    .addOption(
      new Option(
        '--broker-password-file <file>',
        "file with the broker's password, mode 0600 (WAYMARK_BROKER_PASSWORD)",
      ),
    )
    .addOption(
      new Option(
        '--share <group>',
        'shared subscription: each message of an external broker reaches one console of the group (WAYMARK_SHARE)',
      ).argParser(shareGroup),
    )
    .addOption(
      new Option(
        '--broker-port <n>',
        `port of the embedded broker; 0 = any free (default: ${defaultBrokerPort}, else the next free)`,
      ).argParser(portNumber),
    )
    .addOption(new Option('--demo', 'with a simulated fleet'))
    .addOption(new Option('--no-open', 'do not open a browser'))
    .addOption(new Option('--no-build', 'use the page as it was last built'))
    .addOption(new Option('--build-only', 'build what is stale and end'))
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => undefined });
}

function complete(raw: Raw, facts: HostFacts): StartFlags {
  if (!isLoopback(raw.host) && raw.allowRemote !== true) {
    throw new Failure(
      2,
      `--host ${raw.host} would open this console to other computers; add --allow-remote if that is meant, or leave --host away.`,
    );
  }
  return {
    station: raw.station === true,
    dataDir: resolve(raw.data ?? (facts.env['WAYMARK_DATA'] || defaultDataDir(facts))),
    host: raw.host,
    port: raw.port,
    brokerUrls: raw.broker ?? brokersOf(facts.env['WAYMARK_BROKER']),
    brokerPasswordFile: raw.brokerPasswordFile === undefined ? undefined : resolve(raw.brokerPasswordFile),
    share: raw.share ?? shareOf(facts.env['WAYMARK_SHARE']),
    brokerPort: raw.brokerPort ?? defaultBrokerPort,
    brokerPortMayMove: raw.brokerPort === undefined,
    demo: raw.demo === true,
    open: raw.open,
    build: raw.build,
    buildOnly: raw.buildOnly === true,
  };
}

/** True for an address only this computer can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function shareGroup(text: string): string {
  if (!/^[^/+#\s]{1,64}$/.test(text))
    throw new InvalidArgumentError('A group is a name of at most 64 characters without / + # and spaces.');
  return text;
}

function shareOf(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    return shareGroup(text);
  } catch (error) {
    throw new Failure(2, `WAYMARK_SHARE: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
  return port;
}

function brokersOf(text: string | undefined): readonly string[] {
  const urls = (text ?? '').split(/[\s,]+/).filter((url) => url !== '');
  for (const url of urls) {
    const problem = brokerProblem(url);
    if (problem !== undefined) throw new Failure(2, `WAYMARK_BROKER: ${problem}`);
  }
  return urls;
}

function collectBroker(url: string, earlier: readonly string[] | undefined): readonly string[] {
  const problem = brokerProblem(url);
  // Not the text commander would write: it repeats the value, which may hold a password.
  if (problem !== undefined) throw new Failure(2, `--broker: ${problem}`);
  return [...(earlier ?? []), url];
}

function brokerProblem(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || url.hostname === '' || !brokerSchemes.includes(url.protocol)) {
    return 'a broker is given as mqtt://, mqtts://, ws:// or wss:// with a host name.';
  }
  if (url.password !== '') {
    return 'a password does not belong in the URL, where other programs can see it; give it in WAYMARK_BROKER_PASSWORD or with --broker-password-file.';
  }
  return undefined;
}
