/** Takes the pictures of the README from a station with the simulated fleet: `npm run screenshots`. */
import { chromium, type Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { startStation, type TestStation } from '../support/station.ts';
import { until } from '../support/until.ts';
import { chromiumArgs, chromiumPath } from './support/chromium.ts';
import { expectLive, signIn } from './support/console.ts';
import { goTo } from './support/places.ts';

const folder = join(import.meta.dirname, '..', '..', 'resources', 'screenshots');
const size = { width: 1280, height: 720 };
const demoStartsMs = 300_000;

interface Items<Row> {
  readonly items: readonly Row[];
}

interface Picture {
  readonly name: string;
  readonly place: string;
  readonly colorScheme: 'light' | 'dark';
}

async function itemsOf<Row>(station: TestStation, path: string): Promise<readonly Row[]> {
  return (await station.api<Items<Row>>('GET', path)).body.items;
}

/** What is worth a picture: an order out for delivery, and a sensor that has been beyond its limits if one has. */
async function choosePictures(station: TestStation): Promise<readonly Picture[]> {
  const orders = await itemsOf<{ orderNumber: string; state: string; eta: unknown }>(
    station,
    '/orders?limit=500',
  );
  const order = orders.find(({ state, eta }) => state === 'out-for-delivery' && eta !== null);
  if (order === undefined) throw new Error('no order of the simulated fleet is out for delivery');
  const alerts = await itemsOf<{ deviceId?: string }>(station, '/alerts?kind=temperature-excursion');
  const sensor = alerts.find(({ deviceId }) => deviceId !== undefined)?.deviceId ?? 'cargo-trk-05';
  return [
    { name: 'fleet', place: '/fleet', colorScheme: 'light' },
    { name: 'order', place: `/orders?order=${order.orderNumber}`, colorScheme: 'light' },
    { name: 'sensors', place: `/sensors?sensor=${sensor}&range=6h`, colorScheme: 'light' },
    { name: 'scans', place: '/scans', colorScheme: 'light' },
    { name: 'overview', place: '/overview', colorScheme: 'dark' },
  ];
}

/** Some drive and some deliver, whatever hour it is. */
async function fleetMoves(station: TestStation): Promise<boolean> {
  const vehicles = await itemsOf<{ state: string }>(station, '/vehicles');
  const orders = await itemsOf<{ state: string }>(station, '/orders?limit=500');
  const isMoving = vehicles.filter(({ state }) => state === 'moving').length >= 3;
  return isMoving && orders.some(({ state }) => state === 'out-for-delivery');
}

/** Maps draw themselves after everything else. */
async function mapsAreDrawn(page: Page): Promise<boolean> {
  const maps = page.locator('[data-map="ready"]');
  return (await maps.count()) === (await maps.and(page.locator('[data-idle="true"]')).count());
}

async function take(page: Page, { name, place, colorScheme }: Picture): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await goTo(page, place);
  await until('the maps are drawn', () => mapsAreDrawn(page));
  // The focus a screen sets is not part of its picture.
  await page.evaluate(() =>
    document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined,
  );
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  process.stdout.write(`${path}\n`);
}

mkdirSync(folder, { recursive: true });
const executablePath = chromiumPath();
const browser = await chromium.launch({
  args: [...chromiumArgs],
  ...(executablePath === undefined ? {} : { executablePath }),
});
const station = await startStation(['--demo'], { TZ: 'Europe/Paris' });
try {
  await until('the simulated fleet moves', () => fleetMoves(station), demoStartsMs);
  const page = await browser.newPage({ viewport: size, locale: 'en-GB', timezoneId: 'Europe/Paris' });
  await signIn(page, station);
  await page.goto(`${station.url}/`);
  await expectLive(page);
  for (const picture of await choosePictures(station)) await take(page, picture);
} finally {
  await browser.close();
  await station.stop();
}
