import { trimFloat } from './units.ts';

/**
 * One cell: text that a spreadsheet would take for a formula is prefixed with an apostrophe; numbers are left as they
 * are, also those that come as text with a sign in front.
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(trimFloat(value));
  const isFormula = /^[=+\-@\t\r\n＝＋－＠]/.test(value) && !/^[+-]?\d+(\.\d+)?$/.test(value);
  const text = isFormula ? `'${value}` : value;
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
