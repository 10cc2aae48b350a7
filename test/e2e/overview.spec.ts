import { screens } from '#renderer/screens/index.ts';

import { expect, openConsole, test } from './support/console.ts';
import { expectShown } from './support/places.ts';

test('the start page says what there is to do, and every number opens what it counts', async ({
  page,
  station,
}) => {
  await openConsole(page, station);
  await expectShown(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(screens[0]?.title ?? '');
  const counts = page.getByRole('navigation', { name: 'What there is to do' }).getByRole('link');
  const total = await counts.count();
  expect(total).toBeGreaterThan(5);
  for (let index = 0; index < total; index += 1) {
    await counts.nth(index).click();
    await expect(page).not.toHaveURL(/#\/(overview)?$/);
    await expectShown(page);
    await page.goBack();
    await expectShown(page);
  }
});

test('its numbers are those of the API', async ({ page, station }) => {
  await openConsole(page, station);
  const tile = (id: string) => page.locator(`[data-count="${id}"]`);
  const { items } = (await station.api<{ items: unknown[] }>('GET', '/orders?filter=late&limit=500')).body;
  await expect(tile('late')).toContainText(new RegExp(`Late\\s*${items.length}`));
  const { ingest } = (await station.api<{ ingest: { quarantined: number } }>('GET', '/stats')).body;
  await expect(tile('quarantined')).toContainText(String(ingest.quarantined));
});

test('before anything has been received it shows three ways to begin, with the real address', async ({
  page,
  emptyStation,
}) => {
  await openConsole(page, emptyStation);
  await expect(page.getByText('npm run demo')).toBeVisible();
  await expect(page.getByText(emptyStation.brokerUrl)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Import CSV' })).toBeVisible();
});
