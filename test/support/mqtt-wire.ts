const names = [
  'reserved',
  'connect',
  'connack',
  'publish',
  'puback',
  'pubrec',
  'pubrel',
  'pubcomp',
  'subscribe',
  'suback',
  'unsubscribe',
  'unsuback',
  'pingreq',
  'pingresp',
  'disconnect',
  'auth',
] as const;

/** What a test needs to know of a packet on the wire; the same for MQTT 3.1.1 and 5. */
export interface WirePacket {
  readonly kind: (typeof names)[number];
  readonly messageId?: number;
  readonly qos?: number;
  readonly dup?: boolean;
  readonly retain?: boolean;
  readonly topic?: string;
}

/** Splits one direction of a connection into packets. */
export function createWireReader(): (chunk: Buffer) => WirePacket[] {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const packets: WirePacket[] = [];
    for (let frame = firstFrame(rest); frame !== undefined; frame = firstFrame(rest)) {
      packets.push(read(rest[0] ?? 0, rest.subarray(frame.from, frame.to)));
      rest = rest.subarray(frame.to);
    }
    return packets;
  };
}

function firstFrame(bytes: Buffer): { from: number; to: number } | undefined {
  let length = 0;
  for (let index = 1; index < Math.min(bytes.length, 5); index += 1) {
    const digit = bytes[index] ?? 0;
    length += (digit & 127) * 128 ** (index - 1);
    if (digit < 128)
      return index + 1 + length <= bytes.length ? { from: index + 1, to: index + 1 + length } : undefined;
  }
  return undefined;
}

function read(first: number, body: Buffer): WirePacket {
  const kind = names[first >> 4] ?? 'reserved';
  if (kind === 'publish') {
    const qos = (first >> 1) & 3;
    const topicEnd = 2 + body.readUInt16BE(0);
    const flags = {
      qos,
      dup: (first & 8) !== 0,
      retain: (first & 1) !== 0,
      topic: body.toString('utf8', 2, topicEnd),
    };
    return qos === 0 ? { kind, ...flags } : { kind, ...flags, messageId: body.readUInt16BE(topicEnd) };
  }
  const numbered = !['connect', 'connack', 'pingreq', 'pingresp', 'disconnect', 'auth'].includes(kind);
  return numbered ? { kind, messageId: body.readUInt16BE(0) } : { kind };
}
