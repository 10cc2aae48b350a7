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
const freshForMs = 60_000;

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

interface Order {
  readonly orderNumber: string;
  readonly state: string;
  readonly eta: unknown;
  readonly location: { readonly kind: string; readonly asOf?: string };
}

/** The order on the road of which there is the newest word. */
async function orderOnTheRoad(station: TestStation): Promise<Order | undefined> {
  const orders = await itemsOf<Order>(station, '/orders?state=out-for-delivery&limit=500');
  const known = orders.filter(({ eta, location }) => eta !== null && location.kind === 'vehicle');
  return known.toSorted((a, b) => (b.location.asOf ?? '').localeCompare(a.location.asOf ?? ''))[0];
}

/** An order on its way, and a sensor that has been beyond its limits where one has. */
async function choosePictures(station: TestStation): Promise<readonly Picture[]> {
  const order = (await orderOnTheRoad(station))?.orderNumber ?? '';
  const alerts = await itemsOf<{ deviceId?: string }>(station, '/alerts?kind=temperature-excursion');
  const sensor = alerts.find(({ deviceId }) => deviceId !== undefined)?.deviceId ?? 'cargo-trk-05';
  return [
    { name: 'fleet', place: '/fleet', colorScheme: 'light' },
    { name: 'order', place: `/orders?order=${order}`, colorScheme: 'light' },
    { name: 'sensors', place: `/sensors?sensor=${sensor}&range=6h`, colorScheme: 'light' },
    { name: 'scans', place: '/scans', colorScheme: 'light' },
    { name: 'overview', place: '/overview', colorScheme: 'dark' },
  ];
}

/** Every vehicle has been heard, some of them drive and one delivers, whatever hour it is. */
async function fleetMoves(station: TestStation): Promise<boolean> {
  const vehicles = await itemsOf<{ state: string }>(station, '/vehicles');
  const count = (state: string): number => vehicles.filter((vehicle) => vehicle.state === state).length;
  const { asOf = '' } = (await orderOnTheRoad(station))?.location ?? {};
  return count('moving') >= 3 && count('unknown') === 0 && Date.now() - Date.parse(asOf) < freshForMs;
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
