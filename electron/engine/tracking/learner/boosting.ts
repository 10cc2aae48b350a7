import { weightedQuantile } from './weighted-quantile.ts';

/**
 * Gradient-boosted trees for one quantile (pinball loss) on binned columns. Pure and seeded: the same rows give the
 * same trees. Missing values (NaN) have a bin of their own below all others.
 */

/** Rows by column; every column has one number per row, NaN where it is not known. */
export interface Matrix {
  readonly rows: number;
  readonly columns: readonly Float64Array[];
}

export interface BoostingOptions {
  readonly quantile: number;
  readonly trees: number;
  readonly leaves: number;
  /** Least weight of a leaf, in rows of average weight. */
  readonly leastInLeaf: number;
  readonly learningRate: number;
  /** Shares of rows and of columns each tree sees. */
  readonly rowShare: number;
  readonly columnShare: number;
  readonly seed: number;
}

/** Flat trees: `feature` −1 marks a leaf; a row goes left when its value is missing or at most the threshold. */
interface Tree {
  readonly feature: Int16Array;
  readonly threshold: Float64Array;
  readonly left: Int16Array;
  readonly right: Int16Array;
  readonly value: Float64Array;
}

export interface Boosted {
  readonly trees: readonly Tree[];
  /** How much each column lowered the loss, summing to one where anything was learned. */
  readonly importance: Float64Array;
}

export interface Binned {
  readonly rows: number;
  readonly bins: readonly Uint8Array[];
  /** Upper edge of each bin from 1 on; bin 0 is missing. */
  readonly edges: readonly Float64Array[];
}

const mostBins = 128;
/** Beyond this share of the errors an error pulls no harder. */
const farShare = 0.7;

/** Bins every column at quantiles of its own values. */
export function binned(matrix: Matrix): Binned {
  const edges = matrix.columns.map(edgesOf);
  const bins = matrix.columns.map((column, index) => {
    const own = edges[index]!;
    return Uint8Array.from(column, (value) => binOf(own, value));
  });
  return { rows: matrix.rows, bins, edges };
}

function edgesOf(column: Float64Array): Float64Array {
  const sorted = column.filter((value) => !Number.isNaN(value)).sort();
  const edges: number[] = [];
  for (let bin = 1; bin <= mostBins && sorted.length > 0; bin += 1) {
    const edge = sorted[Math.min(sorted.length - 1, Math.ceil((bin / mostBins) * sorted.length) - 1)]!;
    if (edges.length === 0 || edge > edges.at(-1)!) edges.push(edge);
  }
  return Float64Array.from(edges);
}

function binOf(edges: Float64Array, value: number): number {
  if (Number.isNaN(value)) return 0;
  let low = 0;
  let high = edges.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= edges[middle]!) high = middle;
    else low = middle + 1;
  }
  return low + 1;
}

/** Small, fast, seeded (mulberry32); numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Node {
  readonly rows: Int32Array;
  readonly id: number;
  readonly split: Split | undefined;
}

interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly gain: number;
}

/**
 * Fits trees that add up, on top of `start`, to the wanted quantile of `target`. `weight` says how much a row counts.
 */
export function boost(
  data: Binned,
  target: Float64Array,
  weight: Float64Array,
  start: Float64Array,
  options: BoostingOptions,
): Boosted {
  const random = seededRandom(options.seed);
  const { rows } = data;
  const predicted = Float64Array.from(start);
  const gradient = new Float64Array(rows);
  const importance = new Float64Array(data.bins.length);
  const average = weight.reduce((sum, each) => sum + each, 0) / Math.max(1, rows);
  const trees: Tree[] = [];
  for (let round = 0; round < options.trees; round += 1) {
    fillGradient(gradient, target, predicted, weight, options.quantile);
    const sample = sampleOf(rows, options.rowShare, random);
    const features = sampleOf(data.bins.length, options.columnShare, random);
    const grown = grow(
      data,
      gradient,
      weight,
      sample,
      features,
      average * options.leastInLeaf,
      options.leaves,
    );
    if (grown.length <= 1) continue;
    trees.push(settle(grown, data, target, weight, predicted, options, importance));
  }
  const total = importance.reduce((sum, each) => sum + each, 0);
  return { trees, importance: total > 0 ? importance.map((each) => each / total) : importance };
}

/** Weighted pull on each row: its side's share of the quantile, fading towards zero for the rows that are nearly right. */
function fillGradient(
  gradient: Float64Array,
  target: Float64Array,
  predicted: Float64Array,
  weight: Float64Array,
  quantile: number,
): void {
  // A few hundred rows say well enough how far is far.
  const step = Math.max(1, Math.floor(target.length / 256));
  const sizes = new Float64Array(Math.floor(target.length / step));
  for (let each = 0; each < sizes.length; each += 1)
    sizes[each] = Math.abs(target[each * step]! - predicted[each * step]!);
  const far = sizes.sort()[Math.floor(sizes.length * farShare)] || 1e-9;
  for (let row = 0; row < target.length; row += 1) {
    const rest = target[row]! - predicted[row]!;
    const pull = Math.min(1, Math.abs(rest) / far);
    gradient[row] = weight[row]! * (rest > 0 ? quantile * pull : (quantile - 1) * pull);
  }
}

function sampleOf(count: number, share: number, random: () => number): Int32Array {
  const chosen: number[] = [];
  for (let index = 0; index < count; index += 1) if (share >= 1 || random() < share) chosen.push(index);
  return Int32Array.from(chosen.length > 0 || count === 0 ? chosen : [Math.floor(random() * count)]);
}

interface GrownNode extends Node {
  children: readonly [number, number] | undefined;
}

/** Best-first growth: the leaf whose split gains most is split next. */
function grow(
  data: Binned,
  gradient: Float64Array,
  weight: Float64Array,
  sample: Int32Array,
  features: Int32Array,
  leastWeight: number,
  leaves: number,
): GrownNode[] {
  const nodes: GrownNode[] = [];
  const add = (rows: Int32Array): number => {
    const split = bestSplit(data, gradient, weight, rows, features, leastWeight);
    nodes.push({ rows, id: nodes.length, split, children: undefined });
    return nodes.length - 1;
  };
  add(sample);
  for (let count = 1; count < leaves; count += 1) {
    let best: GrownNode | undefined;
    for (const node of nodes)
      if (
        node.children === undefined &&
        node.split !== undefined &&
        node.split.gain > (best?.split?.gain ?? 0)
      )
        best = node;
    if (best?.split === undefined) break;
    const bins = data.bins[best.split.feature]!;
    const { bin } = best.split;
    const [left, right] = parted(best.rows, bins, bin);
    best.children = [add(left), add(right)];
  }
  return nodes;
}

function parted(rows: Int32Array, bins: Uint8Array, bin: number): [Int32Array, Int32Array] {
  const left = new Int32Array(rows.length);
  const right = new Int32Array(rows.length);
  let lefts = 0;
  let rights = 0;
  for (let each = 0; each < rows.length; each += 1) {
    const row = rows[each]!;
    if (bins[row]! <= bin) {
      left[lefts] = row;
      lefts += 1;
    } else {
      right[rights] = row;
      rights += 1;
    }
  }
  return [left.subarray(0, lefts), right.subarray(0, rights)];
}

const sums = new Float64Array(mostBins + 1);
const weights = new Float64Array(mostBins + 1);

function bestSplit(
  data: Binned,
  gradient: Float64Array,
  weight: Float64Array,
  rows: Int32Array,
  features: Int32Array,
  leastWeight: number,
): Split | undefined {
  let total = 0;
  let totalWeight = 0;
  const count = rows.length;
  for (let each = 0; each < count; each += 1) {
    total += gradient[rows[each]!]!;
    totalWeight += weight[rows[each]!]!;
  }
  if (totalWeight < 2 * leastWeight) return undefined;
  const whole = (total * total) / totalWeight;
  let best: Split | undefined;
  for (const feature of features) {
    const bins = data.bins[feature]!;
    const last = data.edges[feature]!.length;
    sums.fill(0, 0, last + 1);
    weights.fill(0, 0, last + 1);
    for (let each = 0; each < count; each += 1) {
      const row = rows[each]!;
      const bin = bins[row]!;
      sums[bin]! += gradient[row]!;
      weights[bin]! += weight[row]!;
    }
    let left = 0;
    let leftWeight = 0;
    for (let bin = 0; bin < last; bin += 1) {
      left += sums[bin]!;
      leftWeight += weights[bin]!;
      const rightWeight = totalWeight - leftWeight;
      if (leftWeight < leastWeight || weights[bin] === 0) continue;
      if (rightWeight < leastWeight) break;
      const right = total - left;
      const gain = (left * left) / leftWeight + (right * right) / rightWeight - whole;
      if (gain > (best?.gain ?? 1e-9)) best = { feature, bin, gain };
    }
  }
  return best;
}

/** Gives every leaf the weighted quantile of what is left over in it, and moves all rows by a part of it. */
function settle(
  nodes: readonly GrownNode[],
  data: Binned,
  target: Float64Array,
  weight: Float64Array,
  predicted: Float64Array,
  options: BoostingOptions,
  importance: Float64Array,
): Tree {
  const tree = {
    feature: new Int16Array(nodes.length).fill(-1),
    threshold: new Float64Array(nodes.length),
    left: new Int16Array(nodes.length),
    right: new Int16Array(nodes.length),
    value: new Float64Array(nodes.length),
  };
  const bin = new Uint8Array(nodes.length);
  for (const node of nodes) {
    if (node.children === undefined || node.split === undefined) {
      const rest = new Float64Array(node.rows.length);
      const own = new Float64Array(node.rows.length);
      for (let each = 0; each < rest.length; each += 1) {
        const row = node.rows[each]!;
        rest[each] = target[row]! - predicted[row]!;
        own[each] = weight[row]!;
      }
      tree.value[node.id] = options.learningRate * weightedQuantile(rest, own, options.quantile);
      continue;
    }
    const { feature } = node.split;
    importance[feature]! += node.split.gain;
    tree.feature[node.id] = feature;
    bin[node.id] = node.split.bin;
    tree.threshold[node.id] = node.split.bin === 0 ? -Infinity : data.edges[feature]![node.split.bin - 1]!;
    [tree.left[node.id], tree.right[node.id]] = node.children;
  }
  for (let row = 0; row < data.rows; row += 1) {
    let at = 0;
    while (tree.feature[at]! >= 0)
      at = data.bins[tree.feature[at]!]![row]! <= bin[at]! ? tree.left[at]! : tree.right[at]!;
    predicted[row]! += tree.value[at]!;
  }
  return tree;
}

/** What the trees add to the start of one row; `row` holds a value per column, NaN where it is not known. */
export function boostedValue(model: Boosted, row: ArrayLike<number>): number {
  let sum = 0;
  for (const tree of model.trees) {
    let at = 0;
    while (tree.feature[at]! >= 0) {
      const value = row[tree.feature[at]!]!;
      // A missing value is in the lowest bin, so it goes left everywhere.
      at = Number.isNaN(value) || value <= tree.threshold[at]! ? tree.left[at]! : tree.right[at]!;
    }
    sum += tree.value[at]!;
  }
  return sum;
}
