/** One measured number, with what it is to be held against. */
export interface Figure {
  readonly section: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: Target;
  readonly note?: string;
}

export interface Target {
  readonly is: 'at-most' | 'at-least';
  readonly value: number;
}

export const atMost = (value: number): Target => ({ is: 'at-most', value });
export const atLeast = (value: number): Target => ({ is: 'at-least', value });

/** Undefined where there is no target. */
export function isHit({ value, target }: Figure): boolean | undefined {
  if (target === undefined) return undefined;
  return target.is === 'at-most' ? value <= target.value : value >= target.value;
}

/** The value below which this share (0 to 1) of the numbers lies; NaN of none. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** A number as people read it: about three digits that count. */
export function readable(value: number): string {
  if (!Number.isFinite(value)) return '-';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

/** A table, one figure a line. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.section,
    figure.name,
    `${readable(figure.value)} ${figure.unit}`.trim(),
    figure.target === undefined
      ? ''
      : `${figure.target.is === 'at-most' ? '<=' : '>='} ${readable(figure.target.value)}`,
    verdictOf(figure),
    figure.note ?? '',
  ]);
  const all = [['section', 'figure', 'measured', 'target', '', 'note'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function verdictOf(figure: Figure): string {
  const hit = isHit(figure);
  if (hit === undefined) return '';
  return hit ? 'hit' : 'MISSED';
}
