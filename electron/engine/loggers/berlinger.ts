import { localToUtc, minuteMs } from '#shared/domain/time.ts';

/** A row of the sample table; without a value the logger had none. */
export interface LoggerSample {
  readonly time: number;
  readonly celsius: number | undefined;
  readonly isOut: boolean;
}

export interface LoggerLimit {
  readonly name: string;
  readonly celsius: number;
  readonly afterMin: number;
  readonly side: 'above' | 'below';
  readonly mode: 'consecutive' | 'cumulative';
}

export interface LoggerAlarm {
  readonly limit: string;
  readonly crossed: number | undefined;
  readonly alarm: number | undefined;
  readonly minutes: number;
}

export interface LoggerDay {
  readonly date: string;
  readonly minC?: number | undefined;
  readonly maxC?: number | undefined;
  readonly averageC?: number | undefined;
  readonly lowMinutes?: number | undefined;
  readonly highMinutes?: number | undefined;
}

/** What a logger file says: its samples, and what the logger worked out itself. Temperatures in °C. */
export interface LoggerFile {
  readonly model: string;
  readonly serial: string;
  readonly intervalMs: number;
  readonly samples: readonly LoggerSample[];
  readonly mktC: number | undefined;
  readonly mktEnergyKJ: number | undefined;
  readonly averageC: number | undefined;
  readonly minC: number | undefined;
  readonly maxC: number | undefined;
  readonly limits: readonly LoggerLimit[];
  readonly alarms: readonly LoggerAlarm[];
  readonly days: readonly LoggerDay[];
}

export type ParsedLogger =
  | { readonly ok: true; readonly file: LoggerFile }
  | { readonly ok: false; readonly why: string };

/** A line with what is indented below it. */
interface Node {
  readonly fields: ReadonlyMap<string, string>;
  readonly title: string;
  readonly children: Node[];
}

const linePattern = /^( *)(.*?)\s*$/;
const samplePattern = /^\t(\d{4}-\d\d-\d\d \d\d:\d\d)\t(\S+)\t?(x?)\s*$/;

/**
 * Reads an export of a Berlinger Fridge-tag or Q-tag: indented `key: value` lines and a table of samples. Its times
 * name no zone. A file that is something else, or cut off before its sample table is whole, is refused with a reason.
 */
export function parseBerlinger(text: string, timeZone: string): ParsedLogger {
  const lines = text.split(/\r?\n/);
  if (!(lines[0] ?? '').startsWith('Device: '))
    return { ok: false, why: 'The file does not begin with the name of a logger.' };
  const root = treeOf(lines);
  const conf = childOf(root, 'Conf');
  const serial = conf && fieldOf(conf, 'Serial');
  if (conf === undefined || serial === undefined)
    return { ok: false, why: 'The file names no serial number.' };
  const unit = fieldOf(conf, 'Temp unit') ?? 'C';
  if (unit !== 'C' && unit !== 'F') return { ok: false, why: `The unit '${unit}' of the file is not known.` };
  const read = reader(timeZone, unit);
  const samples = samplesOf(lines, read);
  if (typeof samples === 'string') return { ok: false, why: samples };
  const results = childOf(root, 'Res');
  const limits = limitsOf(conf, read);
  const file = {
    model: lines[0]!.slice('Device: '.length).trim(),
    serial,
    intervalMs: Number(fieldOf(conf, 'Logging Interval') ?? 0) * minuteMs,
    samples,
    mktEnergyKJ: numberOf(fieldOf(conf, 'MKT Energy')),
    mktC: read.celsius(results && fieldOf(results, 'MKT')),
    averageC: read.celsius(results && fieldOf(results, 'Avrg T')),
    minC: read.celsius(results && fieldOf(results, 'Min T')),
    maxC: read.celsius(results && fieldOf(results, 'Max T')),
    limits,
    alarms: results === undefined ? [] : alarmsOf(results, read),
    days: daysOf(childOf(root, 'Hist'), read),
  };
  return { ok: true, file };
}

interface Reader {
  celsius(text: string | undefined): number | undefined;
  instant(text: string | undefined): number | undefined;
}

function reader(timeZone: string, unit: 'C' | 'F'): Reader {
  return {
    celsius(text) {
      const value = numberOf(text);
      if (value === undefined || unit === 'C') return value;
      return Number((((value - 32) * 5) / 9).toFixed(3));
    },
    instant(text) {
      const wall = text === undefined ? Number.NaN : Date.parse(`${text.replace(' ', 'T')}:00Z`);
      return Number.isNaN(wall) ? undefined : localToUtc(wall, timeZone);
    },
  };
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** The indented lines before the sample table; several fields may share one line. */
function treeOf(lines: readonly string[]): Node {
  const root: Node = { fields: new Map(), title: '', children: [] };
  const open: { readonly depth: number; readonly node: Node }[] = [{ depth: -1, node: root }];
  for (const line of lines) {
    if (line.startsWith('\t') || line.trim() === '') continue;
    const [, indent = '', content = ''] = linePattern.exec(line) ?? [];
    while (open.at(-1)!.depth >= indent.length) open.pop();
    const node = { fields: fieldsOf(content), title: content.replace(/:.*$/, ''), children: [] };
    open.at(-1)!.node.children.push(node);
    open.push({ depth: indent.length, node });
  }
  return root;
}

/** `T AL: -0.5, t AL: 60` */
function fieldsOf(content: string): Map<string, string> {
  const pairs = content.split(/,\s*(?=[A-Za-z][\w ]*:)/).map((pair) => {
    const colon = pair.indexOf(':');
    return [
      pair.slice(0, colon).trim(),
      pair
        .slice(colon + 1)
        .replace(/,$/, '')
        .trim(),
    ] as const;
  });
  return new Map(pairs);
}

function childOf(node: Node, title: string): Node | undefined {
  return node.children.find((child) => child.title === title);
}

/** A field of a node, on its own line or on one below it. */
function fieldOf(node: Node, name: string): string | undefined {
  for (const child of node.children) {
    const value = child.fields.get(name);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** The table; a message where it is cut off or a row cannot be read. */
function samplesOf(lines: readonly string[], read: Reader): LoggerSample[] | string {
  const header = lines.findIndex((line) => line.startsWith('Data:'));
  if (header === -1) return [];
  const samples: LoggerSample[] = [];
  for (let index = header + 2; index < lines.length; index += 1) {
    const line = lines[index]!;
    if (!line.startsWith('\t')) break;
    const match = samplePattern.exec(line);
    const time = read.instant(match?.[1]);
    const celsius = read.celsius(match?.[2]);
    if (match === null || time === undefined || (celsius === undefined && match[2] !== '--.-'))
      return `Line ${index + 1} of the file is no row of its sample table.`;
    samples.push({ time, celsius, isOut: match[3] === 'x' });
  }
  return samples;
}

/** Q-tag: 1 and 2 are single events, 3 and 4 add up; 1 and 3 below, 2 and 4 above. Fridge-tag: 0 below, 1 above. */
function limitsOf(conf: Node, read: Reader): LoggerLimit[] {
  return (childOf(conf, 'Alarm')?.children ?? []).flatMap((alarm) => {
    const celsius = read.celsius(fieldOf(alarm, 'T AL'));
    const afterMin = numberOf(fieldOf(alarm, 't AL'));
    if (celsius === undefined || afterMin === undefined) return [];
    const type = numberOf(fieldOf(alarm, 'Type'));
    const isBelow = type === undefined ? alarm.title === '0' : type === 1 || type === 3;
    const isAdded = type === 3 || type === 4;
    return [
      {
        name: alarm.title,
        celsius,
        afterMin,
        side: isBelow ? 'below' : 'above',
        mode: isAdded ? 'cumulative' : 'consecutive',
      } as const,
    ];
  });
}

function alarmsOf(results: Node, read: Reader): LoggerAlarm[] {
  return (childOf(results, 'Alarm')?.children ?? []).flatMap((alarm) =>
    alarm.children.map(({ fields }) => ({
      limit: alarm.title,
      crossed: read.instant(fields.get('TS S')),
      alarm: read.instant(fields.get('TS A')),
      minutes: numberOf(fields.get('t A')) ?? 0,
    })),
  );
}

function daysOf(history: Node | undefined, read: Reader): LoggerDay[] {
  return (history?.children ?? []).flatMap((day) => {
    const date = fieldOf(day, 'Date');
    if (date === undefined) return [];
    const alarms = childOf(day, 'Alarm')?.children ?? [];
    const minutes = (name: string): number | undefined => {
      const alarm = alarms.find(({ title }) => title === name);
      return alarm && numberOf(fieldOf(alarm, 't Acc'));
    };
    return [
      {
        date,
        minC: read.celsius(fieldOf(day, 'Min T')),
        maxC: read.celsius(fieldOf(day, 'Max T')),
        averageC: read.celsius(fieldOf(day, 'Avrg T')),
        lowMinutes: minutes('0'),
        highMinutes: minutes('1'),
      },
    ];
  });
}
