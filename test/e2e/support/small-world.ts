import mqtt, { type MqttClient } from 'mqtt';

import { until } from '../../support/until.ts';
import type { TestStation } from '../../support/station.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The moment everything in the small world is told relative to. */
export const worldNow = Date.now();

/** An instant this many minutes before the world was made. */
export function minutesAgo(minutes: number): string {
  return new Date(worldNow - minutes * minuteMs).toISOString();
}

const lyon = {
  siteId: 'LYON-WH',
  name: 'Lyon Saint-Priest warehouse',
  kind: 'warehouse',
  lat: 45.6936,
  lon: 4.9581,
  timeZone: 'Europe/Paris',
};
const dijon = {
  siteId: 'DIJON-DC',
  name: 'Dijon Longvic distribution centre',
  kind: 'distribution-centre',
  lat: 47.279,
  lon: 5.059,
  timeZone: 'Europe/Paris',
};
const pune = {
  siteId: 'PUNE-CFS',
  name: 'Pune container freight station',
  kind: 'depot',
  lat: 18.5204,
  lon: 73.8567,
  timeZone: 'Asia/Kolkata',
};

const vehicles = [
  { vehicleId: 'truck-7', name: 'Truck 7', plate: 'AB-123-CD' },
  {
    vehicleId: 'van-2',
    name: 'Refrigerated van 2 for second attempts, returns and the villages above Nuits-Saint-Georges',
    plate: 'EF-456-GH',
  },
  { vehicleId: 'van-3', name: 'Van 3' },
];

const onBoard = [
  ['on-truck-7', 'GPS-7', 'truck-7'],
  ['on-van-2', 'GPS-2', 'van-2'],
  ['cold-truck-7', 'FRIDGE-7', 'truck-7'],
] as const;

const plan = [
  { siteId: 'LYON-WH', bizStep: 'picking' },
  { siteId: 'LYON-WH', bizStep: 'packing' },
  { siteId: 'LYON-WH', bizStep: 'loading' },
  { siteId: 'DIJON-DC', bizStep: 'unloading' },
  { siteId: 'DIJON-DC', bizStep: 'transporting' },
];

const people = [
  'Zoë Martin',
  'Łukasz Wójcik',
  'Ana María de la Concepción Fernández-Villaverde y Ortiz de Zárate',
  '山田 太郎',
  'Olena Kovalenko',
  "Siobhán O'Neill",
];

function order(index: number, promisedInMinutes: number): object {
  const number = `WM-10${String(index).padStart(2, '0')}`;
  return {
    orderNumber: number,
    channel: 'shop',
    placedTime: minutesAgo(26 * 60 + index),
    customer: {
      name: people[index % people.length],
      email: `customer${index}@example.org`,
      phone: `+33 6 12 34 56 ${10 + index}`,
    },
    shipTo: {
      street: `${index} rue de la Liberté`,
      city: 'Dijon',
      postalCode: '21000',
      country: 'FR',
      lat: 47.322,
      lon: 5.041,
    },
    promised: { from: minutesAgo(120 - promisedInMinutes), until: minutesAgo(-promisedInMinutes) },
    items: [{ sku: `CHZ-${index}`, name: 'Comté, 24 months, whole wheel', quantity: 1 }],
    parcels: [
      { parcelId: `${number}-A`, trackingNumber: `TRK${5000 + index}` },
      ...(index % 3 === 0 ? [{ parcelId: `${number}-B` }] : []),
    ],
    plan,
  };
}

/** Publishes one device's messages in order, each acknowledged before the next. */
class Devices {
  readonly #client: MqttClient;
  #seq = 0;

  constructor(client: MqttClient) {
    this.#client = client;
  }

  async says(
    siteId: string,
    device: string,
    kind: 'scan' | 'position' | 'reading' | 'status',
    payload: unknown,
  ): Promise<void> {
    await this.raw(`waymark/v1/${siteId}/${device}/${kind}`, JSON.stringify(payload));
  }

  async scans(siteId: string, device: string, fields: object): Promise<void> {
    this.#seq += 1;
    await this.says(siteId, device, 'scan', { boot: 'world', seq: this.#seq, ...fields });
  }

  async raw(topic: string, payload: string): Promise<void> {
    await this.#client.publishAsync(topic, payload, { qos: 1 });
  }
}

/** Puts something on every screen: places, vehicles, a day of readings, orders in every state, scans, and rubbish. */
export async function fillStation(station: TestStation): Promise<void> {
  await describePlaces(station);
  const client = await mqtt.connectAsync(station.brokerUrl, { clientId: 'small-world', clean: true });
  const devices = new Devices(client);
  await drive(devices);
  await measure(devices);
  await moveOrders(devices);
  await rubbish(devices);
  await client.endAsync();
  await until('everything published is settled', async () => {
    const { ingest } = (await station.api<{ ingest: { received: number; pending: number } }>('GET', '/stats'))
      .body;
    return ingest.received > 0 && ingest.pending === 0;
  });
}

async function describePlaces(station: TestStation): Promise<void> {
  for (const { siteId, ...site } of [lyon, dijon, pune]) await put(station, `/sites/${siteId}`, site);
  for (const { vehicleId, ...vehicle } of vehicles) await put(station, `/vehicles/${vehicleId}`, vehicle);
  for (const [id, deviceId, vehicleId] of onBoard) {
    const subject = { type: 'vehicle', id: vehicleId };
    await put(station, `/associations/${id}`, { deviceId, subject, from: minutesAgo(48 * 60) });
  }
  const shelf = { name: 'Vaccine shelf', temperatureProfileId: 'cold-2-8' };
  await put(station, '/devices/PHARMA-1', { siteId: 'LYON-WH', channels: { '': shelf } });
  const orders = Array.from({ length: 14 }, (_, index) =>
    order(index + 1, index % 4 === 0 ? -90 : 60 * (index + 2)),
  );
  const { status } = await station.api('POST', '/orders', orders);
  if (status !== 200) throw new Error(`the orders were answered with ${status}`);
}

async function put(station: TestStation, path: string, body: object): Promise<void> {
  const { status, body: answer } = await station.api('PUT', path, body);
  if (status >= 300) throw new Error(`PUT ${path} was answered with ${status}: ${JSON.stringify(answer)}`);
}

/** One vehicle under way on its road, one silent for hours, one known but never located, one tracker on its own. */
async function drive(devices: Devices): Promise<void> {
  const way = Array.from({ length: 40 }, (_, index) => {
    const minutes = 40 - index;
    return {
      time: minutesAgo(minutes),
      lat: 46.2 + index * 0.01,
      lon: 4.85 + index * 0.002,
      speedMps: 22,
      headingDeg: 8,
      accuracyM: 6,
    };
  });
  await devices.says('LYON-WH', 'GPS-7', 'position', way);
  await devices.says('LYON-WH', 'GPS-7', 'position', {
    time: minutesAgo(0.2),
    lat: 46.61,
    lon: 4.93,
    speedMps: 22.4,
    headingDeg: 8,
    accuracyM: 5,
  });
  await devices.says(
    'DIJON-DC',
    'GPS-2',
    'position',
    [190, 187, 184].map((minutes) => ({ time: minutesAgo(minutes), lat: 47.1, lon: 4.95, speedMps: 0 })),
  );
  await devices.says('PUNE-CFS', 'GPS-LONE', 'position', {
    time: minutesAgo(3),
    lat: 18.53,
    lon: 73.85,
    speedMps: 0,
  });
}

async function measure(devices: Devices): Promise<void> {
  const day = Array.from({ length: 144 }, (_, index) => index).filter((index) => index < 60 || index > 72);
  await devices.says(
    'LYON-WH',
    'FRIDGE-7',
    'reading',
    day.map((index) => ({
      time: minutesAgo(1440 - index * 10),
      temperatureC: 4 + Math.sin(index / 9) * 1.8 + (index === 100 ? 6 : 0),
      humidityPct: 61 + Math.cos(index / 12) * 7,
    })),
  );
  await devices.says('LYON-WH', 'FRIDGE-7', 'reading', {
    time: minutesAgo(0.5),
    temperatureC: 4.2,
    humidityPct: 61,
    batteryPct: 83,
  });
  await devices.says(
    'LYON-WH',
    'PHARMA-1',
    'reading',
    Array.from({ length: 36 }, (_, index) => {
      const minutes = 180 - index * 5;
      return { time: minutesAgo(minutes), temperatureC: minutes > 60 ? 5.1 : 9.6 };
    }),
  );
  await devices.says('LYON-WH', 'PHARMA-1', 'reading', { time: minutesAgo(1), temperatureC: 9.7 });
  for (const channel of ['probe-top', 'probe-bottom']) {
    await devices.says(
      'DIJON-DC',
      'COLD-ROOM',
      'reading',
      day
        .slice(80)
        .map((index) => ({ time: minutesAgo(1440 - index * 10), temperatureC: -18 + index / 90, channel })),
    );
  }
  await devices.says('PUNE-CFS', 'DOCK-DOOR', 'reading', {
    time: minutesAgo(4),
    doorOpen: true,
    batteryPct: 9,
  });
  await devices.says('PUNE-CFS', 'DOCK-DOOR', 'reading', {
    time: minutesAgo(4),
    type: 'CarbonDioxide',
    value: 612,
    uom: '59',
  });
  await devices.says('PUNE-CFS', 'GATEWAY-1', 'status', {
    time: minutesAgo(5),
    online: false,
    batteryPct: 4,
    rssiDbm: -97,
    firmware: '2.4.1',
  });
}

async function moveOrders(devices: Devices): Promise<void> {
  const step = (index: number, bizStep: string, minutes: number, fields: object = {}) =>
    devices.scans(bizStep === 'unloading' || bizStep === 'transporting' ? 'DIJON-DC' : 'LYON-WH', 'GUN-1', {
      time: minutesAgo(minutes),
      codes: [`WM-10${String(index).padStart(2, '0')}-A`],
      bizStep,
      operator: 'M. Dubois',
      ...fields,
    });
  for (let index = 1; index <= 10; index += 1) await step(index, 'picking', 420 - index);
  for (let index = 1; index <= 8; index += 1) await step(index, 'packing', 380 - index);
  for (let index = 1; index <= 6; index += 1)
    await step(index, 'loading', 300 - index, { vehicleId: 'truck-7' });
  for (let index = 1; index <= 4; index += 1) await step(index, 'unloading', 120 - index);
  for (let index = 1; index <= 2; index += 1) await step(index, 'transporting', 60 - index);
  await step(2, 'transporting', 20, { outcome: 'delivered' });
  await devices.scans('LYON-WH', 'GUN-1', {
    time: minutesAgo(15),
    codes: ['WM-1007-A'],
    bizStep: 'picking',
    operator: 'M. Dubois',
  });
  await devices.scans('PUNE-CFS', 'GUN-9', {
    time: minutesAgo(12),
    codes: ['WM-1008-A'],
    bizStep: 'receiving',
    readPoint: 'Gate 4',
  });
  await devices.scans('PUNE-CFS', 'GUN-9', {
    time: minutesAgo(10),
    codes: [
      '(00)106141412345678908',
      'NOBODY-KNOWS-THIS-LONG-CODE-0000000000000000000000000000000000001',
      'X-2',
    ],
    bizStep: 'receiving',
    readPoint: 'Gate 4, inbound portal beside the cold store',
  });
}

async function rubbish(devices: Devices): Promise<void> {
  await devices.raw('waymark/v1/LYON-WH/OLD-BOX/reading', 'temp=4,2;hum=61');
  await devices.raw('waymark/v1/LYON-WH/OLD-BOX/reading', '{"temperatureC":"warm"}');
  await devices.raw(
    'waymark/v1/LYON-WH/GPS-9/position',
    JSON.stringify({ time: new Date(worldNow + 72 * hourMs).toISOString(), lat: 45.7, lon: 4.8 }),
  );
  await devices.raw(
    'waymark/v1/LYON-WH/GPS-9/position',
    JSON.stringify({ time: minutesAgo(2), lat: 145.7, lon: 4.8 }),
  );
}
