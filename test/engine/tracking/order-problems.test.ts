import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readCsvFile, readGroups, type ReadOrders } from '#engine/tracking/csv-orders.ts';
import { checkOrder } from '#engine/tracking/intake.ts';

/** The reasons why the rows of a file are rejected. */
function reasonsOf(csv: string, mapping?: Readonly<Record<string, string>>): string[] {
  const file = readCsvFile(csv, mapping, 'Europe/Paris');
  const into: ReadOrders = { orders: [], rejected: [] };
  readGroups(file, 0, file.groups.length, into);
  return into.rejected.map(({ reason }) => reason);
}

const time = 'is not a date and time; write it like 2026-11-29 08:30 or 2026-11-29T08:30:00Z';
const long = 'x'.repeat(40);

/** One row of a file each, and what its writer is told. */
const rows: Readonly<Record<string, readonly [header: string, cells: string, reason: string]>> = {
  'a day no month has': ['promised.until', '2026-02-30', `promised.until: '2026-02-30' ${time}`],
  'a date of a spreadsheet': ['placedTime', '31/12/26', `placedTime: '31/12/26' ${time}`],
  'a word for a time': ['cancelledTime', 'soon', `cancelledTime: 'soon' ${time}`],
  'a number with a comma': [
    'items.name,items.quantity',
    'Comté,"1,5"',
    "items.quantity: '1,5' is not a number; write it like 12 or 12.5",
  ],
  'less than nothing': [
    'items.name,items.quantity',
    'Comté,-2',
    "items.quantity: '-2' is out of range; it is 0 or more",
  ],
  'a latitude beyond the pole': [
    'shipTo.lat,shipTo.lon',
    '95.2,4',
    "shipTo.lat: '95.2' is out of range; a latitude is from -90 to 90",
  ],
  'a longitude beyond the globe': [
    'shipTo.lat,shipTo.lon',
    '45,400',
    "shipTo.lon: '400' is out of range; a longitude is from -180 to 180",
  ],
  'one coordinate': [
    'shipTo.lat,shipTo.lon',
    '45,',
    'shipTo.lon: is missing, though shipTo.lat is there; give both or none',
  ],
  'too long a name': [
    'customer.name',
    'x'.repeat(201),
    `customer.name: '${long}…' has 201 characters; there may be at most 200`,
  ],
  'an item without a name': ['items.sku', 'CHZ-1', 'items.name: is missing'],
  'a parcel without a number': ['carrier', 'DHL', 'parcels.parcelId: is missing'],
  'a promise without its end': ['promised.from', '2026-12-01', 'promised.until: is missing'],
  'a promise that ends before it begins': [
    'promised.from,promised.until',
    '2026-12-02T00:00:00Z,2026-12-01T00:00:00Z',
    "promised.from: '2026-12-02T00:00:00Z' is after promised.until, '2026-12-01T00:00:00Z'",
  ],
  'a column of nothing': [
    'currency',
    'EUR',
    'currency: is nothing an order has; map it to what it stands for, or leave it out',
  ],
  'a part of nothing': [
    'customer.shoeSize',
    '44',
    'customer.shoeSize: is nothing an order has; map it to what it stands for, or leave it out',
  ],
  'a cell for what has parts': [
    'customer',
    'Bob',
    "customer: 'Bob' is a single value; it has parts, each with its own name",
  ],
  'a plan that is no list': ['plan', 'LYON', `plan: 'LYON' is not a list; write it like [{"name": "value"}]`],
  'a step nobody knows': [
    'plan',
    '"[{""siteId"":""LYON"",""bizStep"":""juggling""}]"',
    "plan: 'juggling' is not a step of the standard; write one like picking, loading or arriving",
  ],
  'a comma too many': [
    'customer.name',
    'Norman, Bob',
    'line 2 has 3 cells, the header has 2; put a cell that holds a comma in quotes',
  ],
};

describe('a rejected row', () => {
  it.each(Object.entries(rows))('with %s says so in plain words', (_name, [header, cells, reason]) => {
    expect(reasonsOf(`orderNumber,${header}\nA-1,${cells}`)).toEqual([reason]);
  });

  it('without a number says that it is missing', () => {
    expect(reasonsOf('orderNumber,customer.name\n,Bob')).toEqual(['orderNumber: is missing']);
  });

  it('that contradicts another of its order names both values, on each of them', () => {
    const reason = "customer.name: the lines of this order say both 'Ann' and 'Bob'; leave one of them";
    expect(reasonsOf('orderNumber,customer.name\nA-1,Ann\nA-1,Bob')).toEqual([reason, reason]);
  });

  it('that lists a parcel again otherwise names the parcel', () => {
    const reason = 'parcels: the parcel P-1 is listed twice, with other particulars; leave one of them';
    expect(reasonsOf('orderNumber,parcelId,carrier\nA-1,P-1,DHL\nA-1,P-1,UPS')).toEqual([reason, reason]);
  });

  it('names the column as the file does', () => {
    expect(
      reasonsOf('No.,Liefertermin\nA-1,bald', { 'No.': 'orderNumber', Liefertermin: 'promised.until' }),
    ).toEqual([`Liefertermin: 'bald' ${time}`]);
    expect(reasonsOf('Name,Financial Status,Created at,Lineitem name\n#1,paid,bald,Comté')).toEqual([
      `Created at: 'bald' ${time}`,
    ]);
  });

  it('never speaks the language of the schema, whatever it holds', () => {
    const header =
      'orderNumber,placedTime,promised.until,customer.phone,shipTo.lat,shipTo.lon,items.quantity,parcelId,plan';
    const cell = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.constantFrom('', '1', '-1', '[]', '{}', '[1]', 'null', '2026'),
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 8, maxLength: 8 }), (cells) => {
        const quoted = cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
        for (const reason of reasonsOf(`${header}\nA-1,${quoted}`))
          expect(reason.replaceAll(/'[^]*?'/g, '')).not.toMatch(
            /invalid|expected|received|undefined|null|too (big|small)/i,
          );
      }),
      { numRuns: 300 },
    );
  });
});

it('says the same of an order that is posted', () => {
  const posted: [unknown, string][] = [
    [{}, 'orderNumber: is missing'],
    ['A-1', "order: 'A-1' is a single value; it has parts, each with its own name"],
    [{ orderNumber: '' }, 'orderNumber: is empty'],
    [{ orderNumber: 7 }, "orderNumber: '7' is not text; put it in quotes"],
    [{ orderNumber: 'A', promised: { until: null } }, 'promised.until: is missing'],
    [
      { orderNumber: 'A', items: [{ name: 'Comté', quantity: '2' }] },
      "items.0.quantity: '2' is not a number; write it like 12 or 12.5",
    ],
    [
      { orderNumber: 'A', parcels: Array.from({ length: 501 }, (_, index) => ({ parcelId: `P-${index}` })) },
      'parcels: has 501 entries; there may be at most 500',
    ],
  ];
  expect(
    posted.map(([raw]) => checkOrder(raw)).map((checked) => (checked.ok ? '' : checked.message)),
  ).toEqual(posted.map(([, message]) => message));
});
