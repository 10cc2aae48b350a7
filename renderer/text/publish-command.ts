/** One message to publish. */
export interface ExampleMessage {
  readonly topic: string;
  /** JSON without single quotes. */
  readonly payload: string;
}

const defaultPorts: Readonly<Record<string, string>> = { 'mqtt:': '1883', 'mqtts:': '8883' };

/**
 * How to publish a message to a broker: a line for the shell, or, where `mosquitto_pub` does not speak the
 * broker's protocol, the address, topic and payload for another client.
 */
export function publishCommand(brokerUrl: string, { topic, payload }: ExampleMessage): string {
  const url = new URL(brokerUrl);
  const defaultPort = defaultPorts[url.protocol];
  if (defaultPort === undefined) return `${brokerUrl}\n${topic}\n${payload}`;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const options = [
    `-h ${host}`,
    `-p ${url.port === '' ? defaultPort : url.port}`,
    ...(url.protocol === 'mqtts:' ? ['--tls-use-os-certs'] : []),
    ...(url.username === '' ? [] : [`-u '${decodeURIComponent(url.username)}' -P PASSWORD`]),
  ];
  return `mosquitto_pub ${options.join(' ')} -q 1 -t ${topic} -m '${payload}'`;
}
