import type { OrderReader } from './order-reader.ts';
import type { PreparedSlice } from './order-reading.ts';

const ahead = 2;

/** The good orders of a file, some at a time; the next ones are read and made ready while some are entered. */
export class SlicesAhead {
  readonly #reader: Pick<OrderReader, 'prepared'>;
  readonly #size: number;
  readonly #coming: Promise<PreparedSlice>[] = [];
  #asked: number;

  /** From the order at `from` on, `size` at a time. */
  constructor(reader: Pick<OrderReader, 'prepared'>, from: number, size: number) {
    this.#reader = reader;
    this.#size = size;
    this.#asked = from;
    while (this.#coming.length < ahead) this.#ask();
  }

  async next(): Promise<PreparedSlice> {
    this.#ask();
    return await this.#coming.shift()!;
  }

  #ask(): void {
    this.#coming.push(this.#reader.prepared(this.#asked, this.#asked + this.#size));
    this.#asked += this.#size;
  }
}
