import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** Why a test that publishes from outside cannot run here, or undefined where it can. */
export const noMosquittoPub: string | undefined =
  spawnSync('mosquitto_pub', ['--help']).error === undefined
    ? undefined
    : 'mosquitto_pub (package mosquitto-clients) is not installed';

/** Publishes with QoS 1 as anybody would from a shell, and resolves once the broker has acknowledged. */
export async function publish(brokerUrl: string, topic: string, payload: unknown): Promise<void> {
  const { hostname, port } = new URL(brokerUrl);
  const message = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const child = spawn('mosquitto_pub', ['-h', hostname, '-p', port, '-q', '1', '-t', topic, '-m', message], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`mosquitto_pub ended with ${code}: ${complaint}`);
}
