/** Widths of bars and spaces in modules, by the value of the symbol (ISO/IEC 15417). */
const patterns = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232'
).split(' ');

const startB = 104;
const stop = '2331112';
/** Modules of blank at each side without which no scanner reads it. */
const quietZone = 10;

/** The symbols of a text in code set B: start, characters, check symbol. Printable ASCII only. */
export function code128Symbols(text: string): number[] {
  if (!/^[ -~]+$/.test(text)) throw new RangeError('Code 128 set B holds printable ASCII');
  const values = Array.from(text, (character) => character.charCodeAt(0) - 32);
  const sum = values.reduce((total, value, index) => total + value * (index + 1), startB);
  return [startB, ...values, sum % 103];
}

export interface Barcode {
  /** Whole width in modules, quiet zones included. */
  readonly width: number;
  /** Left edge and width of each bar, in modules. */
  readonly bars: readonly { readonly x: number; readonly width: number }[];
}

/** A text as the bars of a Code 128 symbol. */
export function code128(text: string): Barcode {
  const widths = [...code128Symbols(text).map((symbol) => patterns[symbol] ?? ''), stop].join('');
  const bars: { x: number; width: number }[] = [];
  let x = quietZone;
  Array.from(widths, Number).forEach((width, index) => {
    if (index % 2 === 0) bars.push({ x, width });
    x += width;
  });
  return { width: x + quietZone, bars };
}

/** The symbol as an SVG picture, `height` modules high, black on white. */
export function code128Svg(text: string, height = 60): string {
  const { width, bars } = code128(text);
  const path = bars.map((bar) => `M${bar.x} 0h${bar.width}v${height}h-${bar.width}z`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${width}v${height}H0z"/><path d="${path}"/></svg>`;
}
