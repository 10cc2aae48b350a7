import { rejectedCsv } from './csv-lines.ts';
import { beginCsv, type CsvReading, type ReadOrders, readGroups } from './csv-orders.ts';
import { prepareOrder, type PreparedOrder } from './prepared-orders.ts';
import type { PostedOrder } from './believe.ts';

/** A file of orders as it came. */
export interface OrderFile {
  readonly csv: string;
  readonly mapping: Readonly<Record<string, string>> | undefined;
  /** Of times without a zone. */
  readonly timeZone: string;
  /** When it came in. */
  readonly startTime: number;
}

/** How far the reading of a file is. */
export interface ReadingProgress {
  /** Lines read. */
  readonly rows: number;
  /** Lines of the file; an upper bound while it is being cut. */
  readonly total: number;
  readonly recognised: string | undefined;
  /** Good orders, and lines that were rejected. */
  readonly orders: number;
  readonly rejected: number;
}

const piecesAtOnce = 8;
const groupsAtOnce = 1000;

/** Reads a file of orders a piece at a time, and makes its good orders ready to be kept. */
export class OrderReading {
  readonly lines: number;
  readonly #startTime: number;
  readonly #reading: CsvReading;
  readonly #read: ReadOrders = { orders: [], rejected: [] };
  #isCut = false;
  #at = 0;
  #rows = 0;

  /** Fails (`invalid-request`) where it is no CSV file of orders. */
  constructor({ csv, mapping, timeZone, startTime }: OrderFile) {
    this.#reading = beginCsv(csv, mapping, timeZone);
    this.#startTime = startTime;
    this.lines = linesAtMost(csv);
  }

  /** Reads on; false once all of it is read. Fails (`invalid-request`) where it is no CSV. */
  next(): boolean {
    if (!this.#isCut) {
      for (let piece = 0; piece < piecesAtOnce && !this.#isCut; piece += 1)
        this.#isCut = !this.#reading.next();
      return true;
    }
    const { file } = this.#reading;
    const until = Math.min(this.#at + groupsAtOnce, file.groups.length);
    readGroups(file, this.#at, until, this.#read);
    for (let index = this.#at; index < until; index += 1) this.#rows += file.groups[index]!.length;
    this.#at = until;
    return until < file.groups.length;
  }

  progress(): ReadingProgress {
    const { file } = this.#reading;
    return {
      rows: this.#rows,
      total: this.#isCut ? file.rows() : this.lines,
      recognised: file.recognised,
      orders: this.#read.orders.length,
      rejected: this.#read.rejected.length,
    };
  }

  get orders(): readonly PostedOrder[] {
    return this.#read.orders;
  }

  /** Some of the good orders, ready to be kept together: a word that several have is told with the first of them. */
  prepared(from: number, until: number): PreparedOrder[] {
    const told = new Set<string>();
    return this.#read.orders.slice(from, until).map((order) => {
      const prepared = prepareOrder(order, this.#startTime);
      const vocabulary = prepared.vocabulary.filter((word) => !told.has(word));
      for (const word of vocabulary) told.add(word);
      return { ...prepared, vocabulary };
    });
  }

  /** The rejected lines as CSV with their reasons; undefined where there are none. */
  rejectedCsv(): string | undefined {
    const { rejected } = this.#read;
    if (rejected.length === 0) return undefined;
    return rejectedCsv(
      this.#reading.file.header,
      rejected.toSorted((a, b) => a.number - b.number),
    );
  }
}

/** As many lines as a file has ends of lines behind its header: of a file with such ends inside its cells, too many. */
export function linesAtMost(csv: string): number {
  let lines = 0;
  for (let at = csv.indexOf('\n'); at >= 0; at = csv.indexOf('\n', at + 1)) lines += 1;
  return csv.endsWith('\n') ? lines - 1 : lines;
}
