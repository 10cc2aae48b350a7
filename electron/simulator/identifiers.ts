/** Company prefix from GS1's range for demonstrations (952): it belongs to nobody. */
export const companyPrefix = '9521321';

/** GS1 check digit (modulo 10, weights 3 and 1 from the right) of the digits before it. */
export function gs1CheckDigit(digits: string): string {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    sum += Number(digits[digits.length - 1 - place]) * (place % 2 === 0 ? 3 : 1);
  }
  return String((10 - (sum % 10)) % 10);
}

/** Luhn check digit of the digits before it. */
export function luhnCheckDigit(digits: string): string {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = digit * 2;
    sum += place % 2 === 1 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}

/** SSCC of 18 digits: extension digit, company prefix, serial of nine digits, check digit. */
export function sscc(extension: number, serial: number): string {
  const body = `${extension}${companyPrefix}${String(serial).padStart(9, '0')}`;
  return body + gs1CheckDigit(body);
}

/** GLN of 13 digits for a location number of five. */
export function gln(location: number): string {
  const body = `${companyPrefix}${String(location).padStart(5, '0')}`;
  return body + gs1CheckDigit(body);
}

/** GTIN-14 (packaging level 0) for an item number of five digits. */
export function gtin(item: number): string {
  const body = `0${companyPrefix}${String(item).padStart(5, '0')}`;
  return body + gs1CheckDigit(body);
}

const orderEpochDay = 18_262; // 2020-01-01

/**
 * The simulated shop's order number: `WM-`, four digits for the day, two for the hour its working day is moved by,
 * four for the order of that day, and a Luhn digit over all ten.
 */
export function orderNumber(day: number, phaseHours: number, index: number): string {
  const digits =
    String(day - orderEpochDay).padStart(4, '0') +
    String((phaseHours + 24) % 24).padStart(2, '0') +
    String(index).padStart(4, '0');
  return `WM-${digits}${luhnCheckDigit(digits)}`;
}

/** The SSCC of a day's parcel, unique per day, phase and place in the day (up to 9,999 parcels). */
export function parcelSscc(day: number, phaseHours: number, index: number): string {
  const phase = (phaseHours + 24) % 24;
  return sscc(
    phase % 10,
    Math.floor(phase / 10) * 100_000_000 + ((day - orderEpochDay) % 10_000) * 10_000 + index,
  );
}

/** The SSCC as the EPC binary SSCC-96 that an RFID tag carries, in upper-case hex (seven-digit company prefix). */
export function ssccToEpcHex(code: string): string {
  const prefix = BigInt(code.slice(1, 8));
  const serial = BigInt(code[0] + code.slice(8, 17));
  const header = 0x31n;
  const filter = 2n;
  const partition = 5n;
  const bits = (header << 88n) | (filter << 85n) | (partition << 82n) | (prefix << 58n) | (serial << 24n);
  return bits.toString(16).toUpperCase().padStart(24, '0');
}
