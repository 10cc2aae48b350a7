import { commonText } from './common.ts';

/** Bytes of a base64 text. */
export function bytesOfBase64(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

/** Characters that change how text looks without being seen: controls but tab and newline, zero-width and direction marks. */
function isUnseen(code: number): boolean {
  return (
    (code < 0x20 && code !== 0x09 && code !== 0x0a) ||
    (code >= 0x7f && code <= 0x9f) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069) ||
    code === 0xfeff
  );
}

/**
 * Bytes as UTF-8 text that can be looked at safely: control characters, invisible ones and those that turn
 * the direction of writing are shown by their code.
 */
export function payloadText(bytes: Uint8Array): string {
  return visibleText(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replaceAll('\r\n', '\n'));
}

/** Text from outside with everything in it to be seen: what cannot be is shown by its code. */
export function visibleText(text: string): string {
  return Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return isUnseen(code) ? `\\u${code.toString(16).padStart(4, '0')}` : char;
  }).join('');
}

/** The payload as indented JSON, or undefined when it is none. Digits and keys are left exactly as sent. */
export function payloadJson(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes);
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return payloadText(new TextEncoder().encode(indentJson(text)));
}

/** Re-indents JSON text without parsing its numbers, so that long ids and duplicate keys survive. */
function indentJson(text: string): string {
  let depth = 0;
  let out = '';
  for (const token of text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs) ?? []) {
    if (token === '{' || token === '[') {
      depth += 1;
      out += token + newline(depth);
    } else if (token === '}' || token === ']') {
      depth -= 1;
      out =
        out.endsWith(newline(depth + 1)) && /[{[]\n *$/.test(out)
          ? out.trimEnd() + token
          : out + newline(depth) + token;
    } else if (token === ',') out += token + newline(depth);
    else if (token === ':') out += ': ';
    else out += token;
  }
  return out;
}

function newline(depth: number): string {
  return `\n${'  '.repeat(depth)}`;
}

const hexRow = 16;

/** A hex dump: offset, sixteen bytes, and the printable ASCII beside them. */
export function payloadHex(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += hexRow) {
    const row = [...bytes.subarray(offset, offset + hexRow)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const ascii = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
    lines.push(`${offset.toString(16).padStart(4, '0')}  ${hex.padEnd(hexRow * 3 - 1)}  ${ascii}`);
  }
  return lines.join('\n');
}

/** How a payload can be shown. */
export const payloadForms = ['json', 'text', 'hex'] as const;

export type PayloadForm = (typeof payloadForms)[number];

export const payloadFormLabels: Readonly<Record<PayloadForm, string>> = {
  json: commonText.payloadJson,
  text: commonText.payloadText,
  hex: commonText.payloadHex,
};
