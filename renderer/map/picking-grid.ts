/** A point that can be picked: its index among the points given, and its distance from the pointer in pixels. */
export interface Pick {
  readonly index: number;
  readonly distancePx: number;
}

/**
 * Finds points near a place on screen without the GPU. Loaded once per view and data change; a look-up touches
 * only the cells the radius reaches. Later points lie on top of earlier ones.
 */
export class PickingGrid {
  readonly #cellPx: number;
  #xs: ArrayLike<number> = [];
  #ys: ArrayLike<number> = [];
  #columns = 0;
  #rows = 0;
  /** Start of each cell's run in `#members`; one more at the end. */
  #starts = new Uint32Array(1);
  #members = new Uint32Array(0);

  constructor(cellPx = 32) {
    this.#cellPx = cellPx;
  }

  /** Takes the points of a view of the given size; those outside it cannot be picked. */
  load(xs: ArrayLike<number>, ys: ArrayLike<number>, widthPx: number, heightPx: number): void {
    this.#xs = xs;
    this.#ys = ys;
    this.#columns = Math.max(1, Math.ceil(widthPx / this.#cellPx));
    this.#rows = Math.max(1, Math.ceil(heightPx / this.#cellPx));
    const starts = new Uint32Array(this.#columns * this.#rows + 1);
    for (let index = 0; index < xs.length; index++) {
      const cell = this.#cellOf(index);
      if (cell >= 0) starts[cell + 1] = (starts[cell + 1] ?? 0) + 1;
    }
    for (let cell = 1; cell < starts.length; cell++)
      starts[cell] = (starts[cell] ?? 0) + (starts[cell - 1] ?? 0);
    const next = starts.slice();
    const members = new Uint32Array(starts.at(-1) ?? 0);
    for (let index = 0; index < xs.length; index++) {
      const cell = this.#cellOf(index);
      if (cell < 0) continue;
      const place = next[cell] ?? 0;
      members[place] = index;
      next[cell] = place + 1;
    }
    this.#starts = starts;
    this.#members = members;
  }

  /** Points within the radius, nearest first; of two at the same distance the one on top. */
  within(x: number, y: number, radiusPx: number): Pick[] {
    const picks: Pick[] = [];
    const last = (value: number, count: number) => Math.min(count - 1, Math.floor(value / this.#cellPx));
    const first = (value: number) => Math.max(0, Math.floor(value / this.#cellPx));
    for (let row = first(y - radiusPx); row <= last(y + radiusPx, this.#rows); row++) {
      for (let column = first(x - radiusPx); column <= last(x + radiusPx, this.#columns); column++) {
        this.#collect(row * this.#columns + column, { x, y, radiusPx }, picks);
      }
    }
    return picks.sort((a, b) => a.distancePx - b.distancePx || b.index - a.index);
  }

  nearest(x: number, y: number, radiusPx: number): Pick | undefined {
    return this.within(x, y, radiusPx)[0];
  }

  /** How many points lie in the view. */
  get inView(): number {
    return this.#members.length;
  }

  /** Indexes of the points in the view. */
  members(): ArrayLike<number> {
    return this.#members;
  }

  #collect(cell: number, around: { x: number; y: number; radiusPx: number }, picks: Pick[]): void {
    for (let place = this.#starts[cell] ?? 0; place < (this.#starts[cell + 1] ?? 0); place++) {
      const index = this.#members[place] ?? 0;
      const distancePx = Math.hypot((this.#xs[index] ?? 0) - around.x, (this.#ys[index] ?? 0) - around.y);
      if (distancePx <= around.radiusPx) picks.push({ index, distancePx });
    }
  }

  #cellOf(index: number): number {
    const column = Math.floor((this.#xs[index] ?? -1) / this.#cellPx);
    const row = Math.floor((this.#ys[index] ?? -1) / this.#cellPx);
    const isInside = column >= 0 && row >= 0 && column < this.#columns && row < this.#rows;
    return isInside ? row * this.#columns + column : -1;
  }
}
