import { readFile } from 'node:fs/promises';

import { expect, openConsole, test } from './support/console.ts';

interface Series {
  readonly points: readonly { readonly time: string; readonly mean: number }[];
  readonly gaps: readonly unknown[];
}

test.describe('the readings of a sensor', () => {
  test('are drawn with what was missed left open, and add up to what the API gives', async ({
    page,
    station,
  }) => {
    await openConsole(page, station, '/sensors?sensor=FRIDGE-7');
    const to = new Date();
    const from = new Date(to.getTime() - 24 * 3_600_000);
    const { body } = await station.api<Series>(
      'GET',
      `/readings?deviceId=FRIDGE-7&type=Temperature&from=${from.toISOString()}&to=${to.toISOString()}&points=1000`,
    );
    const values = body.points.map(({ mean }) => mean);
    const main = page.getByRole('main');
    await expect(main).toContainText(`max ${Math.max(...values).toFixed(1)} °C`);
    await expect(main).toContainText(`min ${Math.min(...values).toFixed(1)} °C`);
    await expect(main).toContainText(/1 gap of 2 h \d+ min/);
    expect(body.gaps).toHaveLength(1);
    await expect(main).toContainText('Times in Europe/Paris (+01:00)');
    await expect(main.locator('svg path.recharts-line-curve, svg .recharts-line path').first()).toBeVisible();
  });

  test('are looked at more closely with the keyboard and the wheel, beside what happened meanwhile', async ({
    page,
    station,
  }) => {
    await openConsole(page, station, '/sensors?sensor=FRIDGE-7&type=Temperature&range=90d');
    const chart = page.getByRole('slider', { name: /Temperature/ });
    await expect(page.getByRole('group', { name: 'Events on the time axis' })).toContainText(
      'vehicle truck-7',
    );
    await chart.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('+');
    await expect(page).toHaveURL(/from=.*to=/);
    const byKey = page.url();
    await chart.hover();
    await page.mouse.wheel(0, -600);
    await expect(page).not.toHaveURL(byKey);
    await expect(page).toHaveURL(/from=.*to=/);
    await page.keyboard.press('0');
    await expect(page).not.toHaveURL(/from=/);
  });

  test('stand in a table for whoever wants the numbers, and in a file to take along', async ({
    page,
    station,
  }) => {
    await openConsole(page, station, '/sensors?sensor=FRIDGE-7&range=6h');
    await page.getByRole('button', { name: 'As a table' }).first().click();
    const table = page
      .getByRole('grid', { name: /Temperature/ })
      .or(page.getByRole('table', { name: /Temperature/ }));
    await expect(table.first()).toContainText(/\d\.\d/);

    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toMatch(/^waymark.*fridge-7.*\.csv$/i);
    const text = await readFile(await saved.path(), 'utf8');
    expect(text).toContain('FRIDGE-7');
    expect(text.split('\n').length).toBeGreaterThan(30);
  });

  test('are looked at over another time by a press, which the address keeps', async ({ page, station }) => {
    await openConsole(page, station, '/sensors?sensor=FRIDGE-7');
    await page.getByRole('radio', { name: '1 h', exact: true }).check({ force: true });
    await expect(page).toHaveURL(/range=1h/);
    await page.getByRole('radio', { name: '7 d', exact: true }).check({ force: true });
    await expect(page).toHaveURL(/range=7d/);
    await page.goBack();
    await expect(page).toHaveURL(/range=1h/);
  });

  test('that has fallen silent are told apart, with how many there are', async ({ page, station }) => {
    await openConsole(page, station, '/sensors?stale=1');
    await expect(page.getByRole('checkbox', { name: 'Stale only' })).toBeChecked();
    await expect(page.getByRole('row', { name: /FRIDGE-7/ })).toHaveCount(0);
    await expect(page.getByText(/\d+ of \d+ sensors/)).toBeVisible();
  });
});
