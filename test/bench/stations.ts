import { startMosquitto, type Mosquitto } from '../support/mosquitto.ts';
import { startStation, type TestStation } from '../support/station.ts';
import { until } from '../support/until.ts';

/** As the README asks, but in memory only: what the broker's disk costs is no part of the figures. */
const brokerSettings: readonly string[] = [
  'max_queued_messages 1000000',
  'max_queued_bytes 1073741824',
  'max_inflight_messages 1000',
  'set_tcp_nodelay true',
  'log_type error',
];

export async function startBenchBroker(): Promise<Mosquitto> {
  return await startMosquitto(brokerSettings);
}

export interface Books {
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly ignored: number;
  readonly quarantined: number;
  readonly limited: number;
  readonly pending: number;
}

interface Stats {
  readonly ingest: Books;
  readonly store: Readonly<Record<'scans' | 'positions' | 'readings' | 'bytes', number>>;
  readonly broker: { readonly links: readonly { readonly link: string }[] };
}

export async function statsOf(station: TestStation): Promise<Stats> {
  return (await station.api<Stats>('GET', '/stats')).body;
}

/** A station that takes its messages from an external broker, connected. */
export async function startLinkedStation(
  broker: Mosquitto,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<TestStation> {
  const station = await startStation(['--broker', broker.url, ...args], env);
  await until('the broker link is up', async () => {
    const { broker: state } = await statsOf(station);
    return state.links[0]?.link === 'connected';
  });
  return station;
}

/** Waits until the station has committed this many messages; the wall time at which it was seen. */
export async function committed(station: TestStation, messages: number): Promise<number> {
  const end = performance.now() + 600_000;
  for (;;) {
    const { ingest } = await statsOf(station);
    if (ingest.stored + ingest.duplicate + ingest.quarantined >= messages) return Date.now();
    if (performance.now() > end) throw new Error(`${ingest.stored} of ${messages} messages arrived`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
