import mqtt from 'mqtt';

import { expect, openConsole, test } from './support/console.ts';
import { minutesAgo } from './support/small-world.ts';
import { clockIn } from './support/zone.ts';

test.describe('a caller is answered', () => {
  for (const [what, typed, found] of [
    ['a tracking number', 'TRK5004', 'WM-1004'],
    ['the end of a phone number', '56 16', 'WM-1006'],
    ['a phone number as it is dialled', '06 12 34 56 17', 'WM-1007'],
    // Two orders of his: whichever comes first, it is his.
    ['a name without its accents', 'wojcik', 'Łukasz Wójcik'],
    ['a mistyped number', 'WM-1O09', 'WM-1009'],
  ] as const) {
    test(`by ${what}, with what the order was found by`, async ({ page, station }) => {
      await openConsole(page, station, '/orders');
      await page.getByRole('combobox', { name: /^Order, tracking number/ }).fill(typed);
      const first = page.getByRole('option').first();
      await expect(first).toContainText(found);
      await expect(first.locator('[class*="because"]')).not.toBeEmpty();
    });
  }

  test('when nothing is found, with what to try; Escape leads back to the list', async ({
    page,
    station,
  }) => {
    await openConsole(page, station, '/orders?q=qqqqqqqqqq');
    await expect(page.getByText('No order is found for “qqqqqqqqqq”')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('row', { name: /WM-1003/ })).toBeVisible();
  });

  test('with what happened, each at its time at the site', async ({ page, station }) => {
    await openConsole(page, station, '/orders?order=WM-1002');
    await expect(page.locator('[data-answer]')).toContainText('Delivered');
    const main = page.getByRole('main');
    await expect(main.getByText(clockIn('Europe/Paris', new Date(minutesAgo(20)))).first()).toBeAttached();
    await expect(main.getByText('Ana María de la Concepción').first()).toBeAttached();
  });

  test('with what is true now, although the page was opened before', async ({ page, station }) => {
    await openConsole(page, station, '/orders?order=WM-1013');
    const answer = page.locator('[data-answer]');
    await expect(answer).toContainText('nothing of it has been scanned yet');
    const client = await mqtt.connectAsync(station.brokerUrl);
    const scan = { time: new Date(), codes: ['WM-1013-A'], bizStep: 'picking' };
    await client.publishAsync('waymark/v1/LYON-WH/GUN-1/scan', JSON.stringify(scan), { qos: 1 });
    await client.endAsync();
    await expect(answer).not.toContainText('nothing of it has been scanned yet');
    await expect(answer).toContainText('Picked');
  });

  test('in text, to be pasted into a mail or a chat', async ({ page, station, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await openConsole(page, station, '/orders?order=WM-1002');
    await page.getByRole('button', { name: 'Copy as text' }).click();
    await expect(page.getByText('Copied')).toBeVisible();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toContain('WM-1002');
    expect(text).toContain('Delivered');
  });
});
