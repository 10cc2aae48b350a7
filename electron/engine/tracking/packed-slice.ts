import type { PreparedSlice } from './order-reading.ts';
import type { PreparedOrder } from './prepared-orders.ts';

/** Orders on their way to another thread: long texts as they are, which are copied whole, the rest as one text of JSON. */
export interface PackedSlice {
  readonly posted: readonly string[];
  readonly words: readonly string[];
  /** '' where nothing is believed. */
  readonly summaries: readonly string[];
  readonly rest: string;
}

/** Objects copied one by one cost several times as much on both sides. */
export function packSlice({ orders, ...slice }: PreparedSlice): PackedSlice {
  const bare = orders.map((order) => ({
    ...order,
    posted: '',
    words: '',
    belief: order.belief && { ...order.belief, summary: '' },
  }));
  return {
    posted: orders.map(({ posted }) => posted),
    words: orders.map(({ words }) => words),
    summaries: orders.map(({ belief }) => belief?.summary ?? ''),
    rest: JSON.stringify({ ...slice, orders: bare }),
  };
}

export function unpackSlice({ posted, words, summaries, rest }: PackedSlice): PreparedSlice {
  const { orders, ...slice } = JSON.parse(rest) as PreparedSlice;
  return {
    ...slice,
    orders: orders.map((order, index): PreparedOrder => {
      const { belief } = order;
      return {
        ...order,
        posted: posted[index]!,
        words: words[index]!,
        belief: belief && { ...belief, summary: summaries[index]! },
      };
    }),
  };
}
