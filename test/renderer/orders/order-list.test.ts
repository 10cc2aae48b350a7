import { describe, expect, it } from 'vitest';

import { orderHref, orderListHref } from '#renderer/orders/order-links.ts';
import {
  csvHead,
  csvRecords,
  decodeCsv,
  proposeMapping,
  rejectionReasons,
} from '#renderer/orders/csv-file.ts';
import { readListParams } from '#renderer/screens/orders/list-params.ts';
import { isGuess } from '#renderer/screens/orders/use-look-up.ts';

describe('the address of the list of orders', () => {
  it('says what the list is asked for, and what it does not know is as if it were not there', () => {
    expect(readListParams({})).toEqual({ filter: 'open' });
    expect(readListParams({ filter: 'late', state: 'packed', vehicle: 'V', site: 'S', q: 'x' })).toEqual({
      filter: 'late',
      state: 'packed',
      vehicleId: 'V',
      siteId: 'S',
    });
    expect(readListParams({ filter: 'everything', state: 'lost' })).toEqual({ filter: 'open' });
  });

  it('leads to an order by whatever its number is, and keeps the filter for the way back', () => {
    expect(orderHref('A/1 #2?&')).toBe('#/orders?order=A%2F1+%232%3F%26');
    expect(orderHref('WM-1', 'late')).toBe('#/orders?filter=late&order=WM-1');
    expect(orderListHref('open')).toBe('#/orders');
  });
});

describe('a look-up', () => {
  it('tells what was only nearly asked for from what was asked for', () => {
    expect(isGuess({ because: 'did you mean WM-1002?' })).toBe(true);
    expect(isGuess({ because: 'is exactly WM-1001' })).toBe(false);
  });
});

describe('a CSV file', () => {
  it('is read as the spreadsheet wrote it', () => {
    const utf16 = Uint8Array.of(0xff, 0xfe, 0x4c, 0x00, 0xe9, 0x00);
    expect(decodeCsv(new TextEncoder().encode('Lé'))).toEqual({ text: 'Lé', isUtf8: true });
    expect(decodeCsv(utf16)).toEqual({ text: 'Lé', isUtf8: true });
    expect(decodeCsv(Uint8Array.of(0x4c, 0xe9))).toEqual({ text: 'Lé', isUtf8: false });
  });

  it('of a shop has its columns proposed, each field once and nothing guessed', () => {
    expect(
      proposeMapping([
        'Order Number',
        'Email',
        'Shipping Zip',
        'zip',
        'Lineitem name',
        'Notes',
        'promised.until',
      ]),
    ).toEqual({
      'Order Number': 'orderNumber',
      Email: 'customer.email',
      'Shipping Zip': 'shipTo.postalCode',
      'Lineitem name': 'items.name',
      'promised.until': 'promised.until',
    });
  });

  it('has its cells read with quotes and any of the usual separators', () => {
    expect([...csvRecords('a;"b; ""x""";c\r\n"1\n2";;\n\n3')]).toEqual([
      ['a', 'b; "x"', 'c'],
      ['1\n2', '', ''],
      ['3'],
    ]);
    expect([...csvRecords('')]).toEqual([]);
    expect(csvHead('\ufeffNo.\tName\n1\tA').header).toEqual(['No.', 'Name']);
  });

  it('that was rejected in part says why, the commonest reason first', () => {
    const csv = [
      'reason,line,orderNumber',
      '"bad, really",2,A',
      "until: 'soon' is no time,3,B",
      "until: 'later' is no time,4,C",
      'worse,5,D',
      'worse,6,E',
      'worse,7,F',
    ].join('\r\n');
    expect(rejectionReasons(csv)).toEqual([
      { reason: 'worse', lines: 3, hasOthers: false },
      { reason: "until: 'soon' is no time", lines: 2, hasOthers: true },
      { reason: 'bad, really', lines: 1, hasOthers: false },
    ]);
  });
});
