const defaultPorts: Readonly<Record<string, string>> = { 'mqtt:': '1883', 'mqtts:': '8883' };

/** A line for the shell that publishes one position to a broker, e.g. `mqtt://127.0.0.1:1883`. */
export function publishCommand(brokerUrl: string): string {
  const url = new URL(brokerUrl);
  const port = url.port === '' ? (defaultPorts[url.protocol] ?? '') : url.port;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const target = [
    `-h ${host}`,
    ...(port === '' ? [] : [`-p ${port}`]),
    ...(url.protocol === 'mqtts:' ? ['--tls-use-os-certs'] : []),
  ];
  const user = url.username === '' ? '' : ` -u '${decodeURIComponent(url.username)}' -P PASSWORD`;
  const payload = '{"lat":50.9413,"lon":6.9583,"speedMps":14,"headingDeg":80}';
  return `mosquitto_pub ${target.join(' ')}${user} -q 1 -t waymark/v1/site-1/van-1/position -m '${payload}'`;
}
