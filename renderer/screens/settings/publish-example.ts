/** A command that publishes one reading to a broker, ready to paste into a shell. */
export function publishExample(brokerUrl: string): string {
  const { host, port, isSecure } = partsOf(brokerUrl);
  const security = isSecure ? ' --tls-use-os-certs' : '';
  return `mosquitto_pub -h ${host} -p ${port}${security} -q 1 -t waymark/v1/DEPOT-1/test-1/reading -m '{"temperatureC":4.2,"humidityPct":61}'`;
}

function partsOf(brokerUrl: string): {
  readonly host: string;
  readonly port: string;
  readonly isSecure: boolean;
} {
  const [, scheme = 'mqtt', host = 'localhost', port] =
    /^(\w+):\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^:/]+)(?::(\d+))?/.exec(brokerUrl) ?? [];
  const isSecure = scheme === 'mqtts' || scheme === 'wss';
  return { host: host.replaceAll(/[[\]]/g, ''), port: port ?? (isSecure ? '8883' : '1883'), isSecure };
}
