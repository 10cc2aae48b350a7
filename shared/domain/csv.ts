import { trimFloat } from './units.ts';

/**
 * One cell: text that a spreadsheet would take for a formula is prefixed with an apostrophe; numbers, negative
 * ones too, are left as they are.
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(trimFloat(value));
  const text = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
