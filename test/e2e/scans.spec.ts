import mqtt, { type MqttClient } from 'mqtt';

import type { TestStation } from '../support/station.ts';
import { expect, openConsole, test } from './support/console.ts';

async function withGun(
  station: TestStation,
  act: (scan: (code: string, fields?: object) => Promise<void>) => Promise<void>,
): Promise<void> {
  const client: MqttClient = await mqtt.connectAsync(station.brokerUrl);
  await act(async (code, fields = {}) => {
    await client.publishAsync(
      'waymark/v1/DIJON-DC/GUN-5/scan',
      JSON.stringify({ time: new Date(), codes: [code], bizStep: 'receiving', ...fields }),
      { qos: 1 },
    );
  });
  await client.endAsync();
}

test.describe('scans as they come', () => {
  test('stand still while paused, say how many came, and go on where they are wanted', async ({
    page,
    station,
  }) => {
    await openConsole(page, station, '/scans');
    const list = page.getByRole('grid', { name: 'Scans' });
    await expect(list.getByRole('row', { name: /WM-1002-A/ }).first()).toBeVisible();
    await page.getByRole('main').focus();
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: /^Resume/ })).toHaveAttribute('aria-pressed', 'true');
    const before = await list.getByRole('row').allTextContents();

    await withGun(station, async (scan) => {
      for (const code of ['PAUSE-1', 'PAUSE-2', 'PAUSE-3']) await scan(code);
    });
    const newer = page.getByRole('button', { name: '3 new scans' });
    await expect(newer).toBeVisible();
    expect((await list.getByRole('row').allTextContents()).length).toBe(before.length);
    await expect(list.getByRole('row', { name: /PAUSE-1/ })).toHaveCount(0);

    await newer.click();
    await expect(list.getByRole('row').nth(1)).toContainText('PAUSE-3');
    await expect(page.getByRole('button', { name: /^Pause/ })).toBeVisible();
    await withGun(station, async (scan) => await scan('PAUSE-4'));
    await expect(list.getByRole('row', { name: /PAUSE-4/ })).toBeVisible();
  });

  test('are filtered by site, device, step and code, all of it in the address', async ({ page, station }) => {
    await openConsole(page, station, '/scans');
    await page
      .getByRole('combobox', { name: 'Site' })
      .selectOption({ label: 'Pune container freight station' });
    await expect(page).toHaveURL(/site=PUNE-CFS/);
    const rows = page.getByRole('grid', { name: 'Scans' }).getByRole('row');
    await expect(page.getByRole('row', { name: /WM-1008-A/ })).toBeVisible();
    await expect(page.getByRole('row', { name: /Dijon/ })).toHaveCount(0);
    await page.getByRole('combobox', { name: 'Device' }).selectOption('GUN-9');
    await page.getByRole('combobox', { name: 'Business step' }).selectOption({ label: 'Receiving' });
    await page.getByRole('textbox', { name: /^Code/ }).fill('WM-1008-A');
    await expect(page).toHaveURL(/code=WM-1008-A/);
    await expect(rows).toHaveCount(2);
    await page.reload();
    await expect(rows).toHaveCount(2);
    await expect(rows.nth(1)).toContainText('WM-1008-A');
    await expect(page.getByRole('combobox', { name: 'Device' })).toHaveValue('GUN-9');
  });

  test('say of each code what it was told, and lead to what made them', async ({ page, station }) => {
    await openConsole(page, station, '/scans?code=WM-1008-A&device=GUN-9');
    await page.getByRole('row', { name: /WM-1008-A/ }).click();
    const panel = page.getByRole('region', { name: 'Receiving' });
    await expect(panel).toContainText('Wrong place');
    await expect(panel).toContainText('Gate 4');
    await expect(panel).toContainText('+05:30');
    await expect(panel.getByRole('link', { name: 'GUN-9', exact: true })).toBeVisible();
  });

  test('are found in the history by their time, the same scan in both lists', async ({ page, station }) => {
    await openConsole(page, station, '/scans?view=history&code=WM-1001-A');
    const rows = page.getByRole('grid', { name: 'Scans' }).getByRole('row');
    await expect(rows.first()).toBeVisible();
    await expect(page.getByRole('row', { name: /WM-1001-A/ }).first()).toContainText('Out for delivery');
    await page
      .getByRole('row', { name: /WM-1001-A/ })
      .first()
      .click();
    await expect(page).toHaveURL(/scan=/);
    await page
      .getByRole('radio', { name: 'Live' })
      .or(page.getByRole('button', { name: 'Live', exact: true }))
      .first()
      .click();
    await expect(page.getByRole('row', { name: /WM-1001-A/ }).first()).toBeVisible();
  });
});
