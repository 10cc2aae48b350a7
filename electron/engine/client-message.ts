import type { ClientMessage } from '#shared/contract/wire.ts';

type Fields = Readonly<Record<string, unknown>>;

const longestText = 1000;

/** The message, when it has the shape of one; checked by hand, as it is done for every message of every client. */
export function readClientMessage(value: unknown): ClientMessage | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  // A plain object's fields may be read whatever they are; each is checked before use.
  const fields = value as Fields;
  const { type, id } = fields;
  if (!isCount(id)) return undefined;
  switch (type) {
    case 'request':
      return readRequest(id, fields);
    case 'subscribe':
      return readSubscribe(id, fields);
    case 'cancel':
    case 'unsubscribe':
      return { type, id };
    case 'ack':
      return isCount(fields['seq']) ? { type, id, seq: fields['seq'] } : undefined;
    default:
      return undefined;
  }
}

function readRequest(id: number, { name, params, commandId }: Fields): ClientMessage | undefined {
  if (!isText(name)) return undefined;
  if (commandId === undefined) return { type: 'request', id, name, params };
  return isText(commandId) ? { type: 'request', id, name, params, commandId } : undefined;
}

function readSubscribe(id: number, { name, params, from }: Fields): ClientMessage | undefined {
  if (!isText(name)) return undefined;
  if (from === undefined) return { type: 'subscribe', id, name, params };
  return isText(from) ? { type: 'subscribe', id, name, params, from } : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestText;
}
