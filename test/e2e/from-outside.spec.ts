import type { Locator, Page } from '@playwright/test';

import type { TestStation } from '../support/station.ts';
import { expect, openConsole, test } from './support/console.ts';
import { type LatLon, placeOnScreen, type Point } from './support/mercator.ts';
import { noMosquittoPub, publish } from './support/publish.ts';
import { median, timeToAppear } from './support/within.ts';
import { clockIn, dateTimeIn } from './support/zone.ts';

interface Items<Row> {
  readonly items: readonly Row[];
}

interface Books {
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly quarantined: number;
}

/** An instant at a whole second, so that what is shown of it is exact. */
function secondsAgo(seconds: number): Date {
  return new Date(Math.floor(Date.now() / 1000 - seconds) * 1000);
}

async function newestOf<Row>(station: TestStation, deviceId: string): Promise<Row | undefined> {
  return (await station.api<Items<Row>>('GET', `/devices/${deviceId}/observations?limit=1`)).body.items?.[0];
}

async function books(station: TestStation): Promise<Books> {
  return (await station.api<{ ingest: Books }>('GET', '/stats')).body.ingest;
}

function isAt(row: { readonly time: string }, time: Date): boolean {
  return Date.parse(row.time) === time.getTime();
}

function middleOf({ x, y, width, height }: { x: number; y: number; width: number; height: number }): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('it is not on the screen');
  return box;
}

/** Opens the fleet's map with its middle at a place, and waits until it has been drawn. */
async function openMap(page: Page, station: TestStation, centre: LatLon, zoom: number): Promise<Locator> {
  await openConsole(page, station, `/fleet?map=${zoom}/${centre.lat}/${centre.lon}`);
  const map = page.locator('[data-map="ready"]');
  await expect(map).toHaveAttribute('data-idle', 'true');
  return map;
}

test.skip(noMosquittoPub !== undefined, noMosquittoPub ?? '');

test.describe('published from outside with mosquitto_pub', () => {
  test('a position: its number, unit, event time and place on the map within a second', async ({
    page,
    station,
  }) => {
    const centre = { lat: 48.1, lon: -1.68 };
    const map = await openMap(page, station, centre, 13);
    const at = { lat: 48.1123, lon: -1.6941 };
    const bare = placeOnScreen(at, { centre, zoom: 13, middle: middleOf(await boxOf(map)) });
    const around = { x: bare.x - 8, y: bare.y - 8, width: 16, height: 16 };
    const before = await page.screenshot({ clip: around });

    const times: number[] = [];
    for (const [round, speedMps] of [5, 11.5, 20].entries()) {
      const time = secondsAgo(60 - round);
      const kmh = `${Math.round(speedMps * 3.6)} km/h`;
      times.push(
        await timeToAppear(page, {
          publish: () =>
            publish(station.brokerUrl, 'waymark/v1/RENNES/COURIER-1/position', {
              time,
              ...at,
              speedMps,
              headingDeg: 45,
            }),
          inApi: async () => {
            const row = await newestOf<{
              kind: string;
              speedMps: number;
              time: string;
              lat: number;
              lon: number;
            }>(station, 'COURIER-1');
            return (
              row?.kind === 'position' &&
              row.speedMps === speedMps &&
              isAt(row, time) &&
              row.lat === at.lat &&
              row.lon === at.lon
            );
          },
          onScreen: ['COURIER-1', kmh],
        }),
      );
      await expect(page.getByRole('row', { name: /COURIER-1/ })).toContainText(kmh);
    }
    expect(median(times)).toBeLessThan(1000);

    // Drawn where the projection puts it, and to be picked there: what was bare map is the vehicle now.
    await expect.poll(async () => before.equals(await page.screenshot({ clip: around }))).toBe(false);
    await page.mouse.click(bare.x, bare.y);
    await expect(page).toHaveURL(/vehicle=COURIER-1/);
    const ring = page.locator('button[data-vehicle-id="COURIER-1"]');
    await expect(ring).toHaveAttribute('data-lat', String(at.lat));
    await expect(ring).toHaveAttribute('data-lon', String(at.lon));

    // The side panel took its width from the map; the centre of the map stayed.
    await expect(page.getByRole('heading', { name: 'COURIER-1' })).toBeVisible();
    await expect
      .poll(async () => {
        const wanted = placeOnScreen(at, { centre, zoom: 13, middle: middleOf(await boxOf(map)) });
        const shown = middleOf(await boxOf(ring));
        return Math.hypot(shown.x - wanted.x, shown.y - wanted.y);
      })
      .toBeLessThan(1.5);
  });

  test('a position that moves takes its marker along, and its panel says when the fix was taken', async ({
    page,
    station,
  }) => {
    const centre = { lat: 47.2, lon: -1.55 };
    const map = await openMap(page, station, centre, 14);
    const first = { lat: 47.2, lon: -1.552 };
    const then = { lat: 47.2061, lon: -1.5405 };
    await publish(station.brokerUrl, 'waymark/v1/NANTES/COURIER-2/position', {
      time: secondsAgo(30),
      ...first,
    });
    await page.getByRole('row', { name: /COURIER-2/ }).click();
    const time = secondsAgo(1);
    await publish(station.brokerUrl, 'waymark/v1/NANTES/COURIER-2/position', {
      time,
      ...then,
      speedMps: 10,
      headingDeg: 52,
      accuracyM: 4,
    });

    const panel = page.getByRole('region', { name: 'COURIER-2' });
    await expect(panel).toContainText(`Fix taken${dateTimeIn('Asia/Tokyo', time)}`);
    await expect(panel).toContainText('47.20610, −1.54050');
    await expect(panel).toContainText('36 km/h');
    await expect(panel).toContainText('52° NE');
    await expect(panel).toContainText('± 4 m');
    await expect(panel.locator('time').first()).toHaveAttribute('datetime', time.toISOString());
    const ring = page.locator('button[data-vehicle-id="COURIER-2"]');
    await expect
      .poll(async () => {
        const wanted = placeOnScreen(then, { centre, zoom: 14, middle: middleOf(await boxOf(map)) });
        const shown = middleOf(await boxOf(ring));
        return Math.hypot(shown.x - wanted.x, shown.y - wanted.y);
      })
      .toBeLessThan(1.5);
  });

  test("a reading: its number, unit and event time in the site's zone within a second", async ({
    page,
    station,
  }) => {
    await publish(station.brokerUrl, 'waymark/v1/PUNE-CFS/PROBE-1/reading', {
      time: secondsAgo(90),
      temperatureC: -1.5,
    });
    await openConsole(page, station, '/sensors?sensor=PROBE-1');
    const tile = page
      .getByRole('group', { name: 'Latest values' })
      .getByRole('button', { name: /^Temperature/ });
    await expect(tile).toContainText('−1.5 °C');

    const times: number[] = [];
    for (const [round, temperatureC] of [4.2, -12.34, 0].entries()) {
      const time = secondsAgo(60 - round);
      const words = { 4.2: '4.2 °C', [-12.34]: '−12.3 °C', 0: '0.0 °C' }[temperatureC] ?? '';
      times.push(
        await timeToAppear(page, {
          publish: () =>
            publish(station.brokerUrl, 'waymark/v1/PUNE-CFS/PROBE-1/reading', { time, temperatureC }),
          inApi: async () => {
            const row = await newestOf<{ type: string; value: number; uom: string; time: string }>(
              station,
              'PROBE-1',
            );
            return (
              row?.type === 'Temperature' &&
              row.value === temperatureC &&
              row.uom === 'CEL' &&
              isAt(row, time)
            );
          },
          onScreen: [words, clockIn('Asia/Kolkata', time)],
        }),
      );
      await expect(tile).toContainText(words);
      await expect(tile).toContainText(`${clockIn('Asia/Kolkata', time)} +05:30`);
      await expect(page.getByRole('row', { name: /PROBE-1/ })).toContainText(words);
    }
    expect(median(times)).toBeLessThan(1000);
  });

  test("a scan: its code, step, verdict and event time in the site's zone within a second", async ({
    page,
    station,
  }) => {
    await openConsole(page, station, '/scans');
    await expect(page.getByRole('grid', { name: 'Scans' })).toHaveAttribute('aria-busy', 'false');
    const times: number[] = [];
    for (const [round, code] of ['PALLET-E2E-1', 'PALLET-E2E-2', 'PALLET-E2E-3'].entries()) {
      const time = secondsAgo(60 - round);
      times.push(
        await timeToAppear(page, {
          publish: () =>
            publish(station.brokerUrl, 'waymark/v1/PUNE-CFS/GUN-E2E/scan', {
              time,
              codes: [code],
              bizStep: 'receiving',
            }),
          inApi: async () => {
            const { items } = (
              await station.api<Items<{ codes: string[]; bizStep: string; time: string; verdict: string }>>(
                'GET',
                `/scans?code=${code}`,
              )
            ).body;
            const [row] = items;
            return (
              row?.codes[0] === code &&
              row.bizStep === 'receiving' &&
              isAt(row, time) &&
              row.verdict === 'unknown'
            );
          },
          onScreen: [code, clockIn('Asia/Kolkata', time)],
        }),
      );
      const row = page.getByRole('row', { name: new RegExp(code) });
      await expect(row).toContainText(`${clockIn('Asia/Kolkata', time)} +05:30`);
      await expect(row).toContainText('Receiving');
      await expect(row).toContainText('Unknown code');
      await expect(row).toContainText('Pune container freight station');
    }
    expect(median(times)).toBeLessThan(1000);
  });

  test('the same message again is counted as a duplicate, on the screen too, and changes nothing', async ({
    page,
    station,
  }) => {
    const message = { time: secondsAgo(5), temperatureC: 7.5, boot: 'b1', seq: 1 };
    await publish(station.brokerUrl, 'waymark/v1/PUNE-CFS/PROBE-2/reading', message);
    await openConsole(page, station, '/devices?device=PROBE-2');
    const panel = page.getByRole('region', { name: 'PROBE-2' });
    await expect(panel).toContainText('1 stored, 0 duplicate');
    const before = await books(station);

    await publish(station.brokerUrl, 'waymark/v1/PUNE-CFS/PROBE-2/reading', message);
    await expect(panel).toContainText('1 stored, 1 duplicate');
    const after = await books(station);
    expect(after).toMatchObject({
      received: before.received + 1,
      stored: before.stored,
      duplicate: before.duplicate + 1,
    });
    const { items } = (await station.api<Items<unknown>>('GET', '/devices/PROBE-2/observations')).body;
    expect(items).toHaveLength(1);

    await page.getByRole('banner').getByRole('button', { name: /^Live/ }).click();
    const link = page.getByRole('dialog', { name: 'Link to the engine' });
    await expect(link.getByText('Balanced: nothing is unaccounted for.')).toBeVisible();
    await expect(link).toContainText(new RegExp(`Duplicate\\s*${after.duplicate}`));
  });

  test('garbage is in quarantine with its reason, to be seen byte by byte', async ({ page, station }) => {
    await openConsole(page, station, '/devices?tab=quarantine');
    const topic = 'waymark/v1/PUNE-CFS/BROKEN-1/reading';
    const before = await books(station);
    await publish(station.brokerUrl, topic, 'temp=4,2 <b>°C</b>');
    const row = page.getByRole('row', { name: /BROKEN-1/ });
    await expect(row).toContainText('Not JSON');
    expect((await books(station)).quarantined).toBe(before.quarantined + 1);

    const { items } = (
      await station.api<Items<{ topic: string; reason: string; payloadBase64: string }>>('GET', '/quarantine')
    ).body;
    const [entry] = items.filter((each) => each.topic === topic);
    expect(entry?.reason).toBe('not-json');
    expect(Buffer.from(entry?.payloadBase64 ?? '', 'base64').toString()).toBe('temp=4,2 <b>°C</b>');

    await row.click();
    const panel = page.getByRole('region', { name: /Not JSON/ });
    await expect(panel).toContainText('temp=4,2 <b>°C</b>');
    await expect(panel).toContainText(topic);
    await panel.getByRole('button', { name: 'Try again' }).click();
    await expect(panel.getByText('Still not usable: ')).toBeVisible();
  });
});
