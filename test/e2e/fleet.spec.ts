import { expect, openConsole, test } from './support/console.ts';

test.describe('the fleet', () => {
  test('is narrowed down by state and by name, on the map as in the list', async ({ page, station }) => {
    await openConsole(page, station, '/fleet');
    const map = page.locator('[data-markers]');
    const markers = async (): Promise<number> => Number(await map.getAttribute('data-markers'));
    await expect(page.getByRole('row', { name: /Truck 7/ })).toBeVisible();
    const all = await markers();
    await page
      .getByRole('button', { name: /^Silent/ })
      .or(page.getByRole('checkbox', { name: /^Silent/ }))
      .first()
      .click();
    await expect(page).toHaveURL(/state=silent/);
    await expect(page.getByRole('row', { name: /Truck 7/ })).toHaveCount(0);
    await expect(page.getByRole('row', { name: /Refrigerated van 2/ })).toBeVisible();
    await expect.poll(markers).toBeLessThan(all);
    await expect
      .poll(markers)
      .toBe((await page.getByRole('grid', { name: 'Vehicles' }).getByRole('row').count()) - 1);

    await page.getByRole('textbox', { name: 'Filter vehicles' }).fill('nothing is called this');
    await page.getByRole('button', { name: 'Show all', exact: true }).click();
    await expect(page.getByRole('row', { name: /Truck 7/ })).toBeVisible();
  });

  test('shows of a vehicle where it is in words, the way it came and what is on it', async ({
    page,
    station,
  }) => {
    await openConsole(page, station, '/fleet?vehicle=truck-7&track=6h');
    const panel = page.getByRole('region', { name: 'Truck 7' });
    await expect(panel).toContainText(/ of [A-Z].*, France/);
    await expect(panel).toContainText('81 km/h');
    await expect(panel).toContainText('Fixes41');
    await expect(panel).toContainText(/Distance4\d\.\d km/);
    await panel.getByRole('link', { name: 'FRIDGE-7', exact: true }).click();
    await expect(page).toHaveURL(/#\/devices\?device=FRIDGE-7$/);
  });

  test('lists a vehicle that was never located, and says so', async ({ page, station }) => {
    await openConsole(page, station, '/fleet?vehicle=van-3');
    await expect(page.getByRole('region', { name: 'Van 3' })).toContainText('No good fix so far');
    await expect(page.getByRole('row', { name: /Van 3/ })).toContainText('no position');
  });
});
