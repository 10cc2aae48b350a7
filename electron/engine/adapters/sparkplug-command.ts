/** The command that asks an edge node to say its names and all values again: the topic and its payload. */
export function rebirthCommand(
  node: string,
  now: number,
): { readonly topic: string; readonly payload: Uint8Array } {
  const [group = '', ...name] = node.split('/');
  const metric = Buffer.concat([
    bytesField(1, Buffer.from('Node Control/Rebirth')),
    integerField(3, now),
    integerField(4, booleanType),
    integerField(14, 1),
  ]);
  return {
    topic: `spBv1.0/${group}/NCMD/${name.join('/')}`,
    payload: Buffer.concat([integerField(1, now), bytesField(2, metric)]),
  };
}

/** The Sparkplug number of the data type Boolean. */
const booleanType = 11;

function integerField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number * 8), varint(value)]);
}

function bytesField(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}
