import mqtt from 'mqtt';
import type { IClientOptions, IPublishPacket, MqttClient } from 'mqtt';

/**
 * The one place that relies on what mqtt.js does not promise; a contract test runs it against the pinned version.
 *
 * mqtt.js acknowledges a QoS 1 message when the callback of `handleMessage` is called, one at a time, and reads
 * nothing meanwhile. Called with an error it sends no PUBACK, raises nothing and reads on. That frees the parser
 * while the message waits for its commit; the PUBACK is then written here.
 */
const acknowledgedLater = new Error('acknowledged after the commit');

/** Lets mqtt.js go on to the next packet. For QoS 2 it also sends PUBREC, so it is called after the commit. */
export type Release = () => void;

export type TakePublish = (packet: IPublishPacket, release: Release) => void;

/** Makes a client that neither connects nor reconnects by itself. */
export function createClient(url: string, options: IClientOptions): MqttClient {
  return mqtt.connect(url, {
    ...options,
    // A client id in a URL's query would override ours.
    query: {},
    manualConnect: true,
    reconnectPeriod: 0,
    resubscribe: false,
    // The default writes whole packets, passwords included, to stderr when DEBUG is set.
    log: () => {},
  });
}

/** Hands every incoming PUBLISH to `take`; nothing is acknowledged by mqtt.js itself. */
export function interceptPublishes(client: MqttClient, take: TakePublish): void {
  // Set after construction: for MQTT 3.1.1 the constructor puts its own in place of one given in the options.
  client.options.customHandleAcks = (_topic, _payload, packet: IPublishPacket, proceed) => {
    if (packet.qos === 2) take(packet, () => proceed(0));
    else proceed(0);
  };
  client.handleMessage = (packet, done) => {
    // For QoS 2 this is the PUBREL; the message was committed before its PUBREC.
    if (packet.qos === 2) done();
    else take(packet, () => (packet.qos === 0 ? done() : done(acknowledgedLater)));
  };
}

/** Writes a PUBACK, or nothing when the link is down: mqtt.js would keep it for the next one. */
export function sendPuback(client: MqttClient, messageId: number): void {
  if (client.connected) client['_sendPacket']({ cmd: 'puback', messageId, reasonCode: 0 });
}
