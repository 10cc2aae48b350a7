import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';

import { type CsvFile, type ReadOrders, readCsvFile, readGroups } from '#engine/tracking/csv-orders.ts';
import { parseCsv, rejectedCsv } from '#engine/tracking/csv-lines.ts';

function read(csv: string, mapping?: Record<string, string>): ReadOrders & { readonly file: CsvFile } {
  const file = readCsvFile(csv, mapping, 'Europe/Paris');
  const into: ReadOrders = { orders: [], rejected: [] };
  readGroups(file, 0, file.groups.length, into);
  return { ...into, file };
}

const shopify = `Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem sku,Shipping Name,Shipping Street,Shipping City,Shipping Zip,Shipping Country,Notes
#1001,bob@example.com,paid,2026-11-20 10:12:13 -0500,1,Comté 24 months,CO-24,Bob Norman,"Chestnut Street 92, Apt 2",Louisville,'07202,US,ring twice
#1001,bob@example.com,,,2,Reblochon,RE-1,,,,,,
`;

describe('orders from CSV', () => {
  it('are understood as Shopify exports them, several lines to an order', () => {
    const { orders, rejected, file } = read(shopify);
    expect(rejected).toEqual([]);
    expect(file.recognised).toBe('shopify');
    expect(orders).toEqual([
      {
        orderNumber: '#1001',
        placedTime: '2026-11-20T15:12:13Z',
        customer: { email: 'bob@example.com' },
        shipTo: {
          name: 'Bob Norman',
          street: 'Chestnut Street 92, Apt 2',
          city: 'Louisville',
          postalCode: '07202',
          country: 'US',
        },
        items: [
          { name: 'Comté 24 months', sku: 'CO-24', quantity: 1 },
          { name: 'Reblochon', sku: 'RE-1', quantity: 2 },
        ],
        parcels: [],
      },
    ]);
  });

  it('are understood as WooCommerce’s exporters write them', () => {
    const { orders } = read(
      'order_number,order_date,billing_email,shipping_first_name,shipping_last_name,shipping_address_1,shipping_address_2,shipping_postcode\n' +
        '727,2017-03-22 16:28:02,john@example.com,John,Doe,969 Market,Floor 2,94103\n',
    );
    expect(orders[0]).toMatchObject({
      orderNumber: '727',
      placedTime: '2017-03-22T15:28:02Z',
      customer: { email: 'john@example.com' },
      shipTo: { name: 'John Doe', street: '969 Market, Floor 2', postalCode: '94103' },
    });
  });

  it('are read as a mapping says, whatever the columns look like', () => {
    const { orders, file } = read(shopify, {
      Name: 'orderNumber',
      Email: 'customer.email',
      ...left(shopify),
    });
    expect(file.recognised).toBeUndefined();
    expect(orders[0]).toMatchObject({ orderNumber: '#1001', shipTo: {} });
  });

  it('name a parcel by its tracking number where they give it no other', () => {
    expect(read('orderNumber,trackingNumber\nA-1,T1\n').orders[0]?.parcels).toEqual([
      { parcelId: 'T1', trackingNumber: 'T1' },
    ]);
  });

  it('are refused as a whole where no column is the order number', () => {
    expect(() => read('No.,Email\n1,a@b.example\n')).toThrow(/no column orderNumber/);
  });

  it('that were rejected come back with their reasons, and are taken as they are once they are corrected', () => {
    const bad = read('orderNumber,customer.phone,promised.until\nA-1,+33 6 12,soon\nA-2,,2026-12-01\n');
    expect(bad.orders.map(({ orderNumber, promised }) => [orderNumber, promised])).toEqual([
      ['A-2', { until: '2026-11-30T23:00:00Z' }],
    ]);
    const report = rejectedCsv(bad.file.header, bad.rejected);
    expect(report.split('\r\n')[1]).toMatch(/^"promised.until: .*",2,A-1,'\+33 6 12,soon$/);
    const again = read(report.replace(',soon', ',2026-12-01T12:00:00+01:00'));
    expect(again.orders).toMatchObject([
      { orderNumber: 'A-1', customer: { phone: '+33 6 12' }, promised: { until: '2026-12-01T11:00:00Z' } },
    ]);
    const still = read(`${report.split('\r\n')[0]}\nfine now,7,A-3,,\n${report.split('\r\n')[1]}`);
    expect(still.rejected.map(({ number }) => number)).toEqual([2]);
    expect(rejectedCsv(still.file.header, still.rejected).split('\r\n')[0]).toBe(
      'reason,line,orderNumber,customer.phone,promised.until',
    );
  });

  it('are cut where a CSV library cuts them, whatever stands between the delimiters', () => {
    const piece = fc.constantFrom(
      'a',
      ' b ',
      '',
      ',',
      ';',
      '\t',
      '\n',
      '\n',
      '\r\n',
      '\r\n',
      '\r',
      "'",
      '"c,\nd"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        const cut = (): string[][] =>
          parse(text, { bom: true, relax_column_count: true, delimiter: [',', ';', '\t'] });
        let expected: string[][];
        try {
          expected = cut();
        } catch {
          expect(() => parseCsv(text)).toThrow('The file is not CSV');
          return;
        }
        expect(parseCsv(text)).toEqual(expected);
      }),
      { numRuns: 800 },
    );
  });

  it('may have columns of any name: such a row is rejected, nothing else happens', () => {
    for (const header of ['customer', 'customer,customer.name', '__proto__', 'toString', 'shipTo.__proto__'])
      expect(
        read(`orderNumber,${header}\nA-1,x,y`.replace(/,y$/, header.includes(',') ? ',y' : '')),
      ).toMatchObject({
        orders: [],
        rejected: [{ number: 2 }],
      });
  });

  it('are each taken or rejected, never lost, whatever the cells hold', () => {
    const cell = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 20 }), (rows) => {
        const quoted = rows.map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(','));
        const { orders, rejected, file } = read(['orderNumber,parcelId,items.name', ...quoted].join('\n'));
        const lines = file.groups.flat().length;
        const taken = lines - rejected.length;
        return (
          file.rows() === lines && orders.length <= taken && rejected.every(({ reason }) => reason !== '')
        );
      }),
    );
  });
});

function left(csv: string): Record<string, string> {
  const [header = ''] = csv.split('\n');
  return Object.fromEntries(
    header
      .split(',')
      .filter((name) => name !== 'Name' && name !== 'Email')
      .map((name) => [name, '']),
  );
}
