import { rejectedCsv } from './csv-lines.ts';
import { beginCsv, type CsvReading, type ReadOrders, readGroups } from './csv-orders.ts';
import { type PreparedOrder, prepareOrders } from './prepared-orders.ts';
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
  /** Lines cut. */
  readonly rows: number;
  /** Lines of the file; an upper bound while it is being cut. */
  readonly total: number;
  readonly recognised: string | undefined;
  /** Good orders, those not looked at yet among them; and lines that were rejected so far. */
  readonly orders: number;
  readonly rejected: number;
}

/** Some good orders of a file in a row. */
export interface PreparedSlice {
  readonly orders: readonly PreparedOrder[];
  /** How far the file is read with them. */
  readonly progress: ReadingProgress;
  /** With the last of its orders: what was rejected, as CSV. */
  readonly end: { readonly rejectedCsv: string | undefined } | undefined;
}

const piecesAtOnce = 4;

/**
 * Cuts a file of orders into the lines of each order, a piece at a time; after that it is sure to be CSV. Then makes its
 * good orders ready to be kept, as many at a time as are asked for.
 */
export class OrderReading {
  readonly lines: number;
  readonly #startTime: number;
  readonly #reading: CsvReading;
  readonly #read: ReadOrders = { orders: [], rejected: [] };
  #isCut = false;
  #at = 0;

  /** Fails (`invalid-request`) where it is no CSV file of orders. */
  constructor({ csv, mapping, timeZone, startTime }: OrderFile) {
    this.#reading = beginCsv(csv, mapping, timeZone);
    this.#startTime = startTime;
    this.lines = linesAtMost(csv);
  }

  /** Cuts on; false once all of it is cut. Fails (`invalid-request`) where it is no CSV. */
  next(): boolean {
    for (let piece = 0; piece < piecesAtOnce && !this.#isCut; piece += 1) this.#isCut = !this.#reading.next();
    return !this.#isCut;
  }

  /** Reads lines until there are so many good orders, or no more lines. */
  #readUntil(orders: number): void {
    const { file } = this.#reading;
    while (this.#read.orders.length < orders && this.#at < file.groups.length) {
      const missing = orders - this.#read.orders.length;
      const until = Math.min(this.#at + missing, file.groups.length);
      readGroups(file, this.#at, until, this.#read);
      this.#at = until;
    }
  }

  progress(): ReadingProgress {
    const { file } = this.#reading;
    return {
      rows: file.rows(),
      total: this.#isCut ? file.rows() : this.lines,
      recognised: file.recognised,
      orders: this.#read.orders.length + file.groups.length - this.#at,
      rejected: this.#read.rejected.length,
    };
  }

  /** All good orders. */
  orders(): readonly PostedOrder[] {
    this.#readUntil(Infinity);
    return this.#read.orders;
  }

  /** Some of the good orders, ready to be kept together. */
  prepared(from: number, until: number): PreparedSlice {
    this.#readUntil(until);
    const orders = prepareOrders(this.#read.orders.slice(from, until), this.#startTime);
    const isEnd = orders.length < until - from;
    return {
      orders,
      progress: this.progress(),
      end: isEnd ? { rejectedCsv: this.rejectedCsv() } : undefined,
    };
  }

  /** The lines rejected so far as CSV with their reasons; undefined where there are none. */
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
