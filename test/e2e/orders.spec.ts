import { readFile } from 'node:fs/promises';

import type { Page } from '@playwright/test';

import { expect, openConsole, test } from './support/console.ts';

async function lookUp(page: Page, text: string): Promise<void> {
  await page.getByRole('combobox').fill(text);
  await expect(page.getByRole('listbox', { name: 'Orders found' })).not.toHaveAttribute('aria-busy', 'true');
}

test('an order is found by anything a caller can name, and answered in one sentence', async ({
  page,
  station,
}) => {
  await openConsole(page, station, '/orders');
  await expect(page.getByRole('combobox')).toBeFocused();
  for (const text of ['WM-1005', '5005', 'customer5@example.org', '345615', 'WM-1050']) {
    await lookUp(page, text);
    await expect(page.getByRole('option', { name: /WM-1005/ })).toBeVisible();
  }
  await lookUp(page, "o'neill");
  await expect(page.getByRole('option', { name: /WM-1005/ })).toContainText("name Siobhán O'Neill");

  await lookUp(page, 'wm-1005');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/orders\?order=WM-1005$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('WM-1005');
  await expect(page.locator('[data-answer]')).toHaveText(
    /^On Truck 7, loaded at \d\d:\d\d \w+, last heard of .+ ago; expected .+; it is late \(its promise ended .+\)\.$/,
  );
  await expect(page.getByRole('list', { name: 'Journey' }).getByRole('listitem').first()).toContainText(
    'Ordered',
  );

  await page
    .getByRole('link', { name: /Truck 7/ })
    .first()
    .click();
  await expect(page).toHaveURL(/#\/fleet\?vehicle=truck-7$/);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('WM-1005');
  await page.goBack();
  await expect(page.getByRole('combobox')).toHaveValue('wm-1005');
});

test('where an order is rests on stored facts that can be looked at', async ({ page, station }) => {
  await openConsole(page, station, '/orders?order=WM-1005');
  await page.getByRole('button', { name: 'Evidence', exact: true }).click();
  const evidence = page.getByRole('region', { name: 'Why it is believed to be there' });
  await expect(evidence.getByRole('group', { name: 'Scan' })).toContainText('Loaded');
  await evidence.getByRole('link', { name: 'GUN-1' }).click();
  await expect(page).toHaveURL(/#\/devices\?device=GUN-1$/);
  await page.goBack();
  await page.keyboard.press('Tab');
  await page
    .getByRole('region', { name: 'Why it is believed to be there' })
    .getByRole('button', { name: 'Close' })
    .press('Escape');
  await expect(page).toHaveURL(/#\/orders\?order=WM-1005$/);
});

test('a number of the overview opens the list it counts', async ({ page, station }) => {
  await openConsole(page, station, '/overview');
  const late = page
    .getByRole('navigation', { name: 'What there is to do' })
    .getByRole('link', { name: /^Late/ });
  await expect(late).toHaveText(/[1-9]/);
  const count = Number(/\d+/.exec((await late.textContent()) ?? '')?.[0]);
  expect(count).toBeGreaterThan(0);
  await late.click();
  await expect(page).toHaveURL(/#\/orders\?filter=late$/);
  await expect(page.getByRole('grid', { name: 'Orders' })).toHaveAttribute(
    'aria-rowcount',
    String(count + 1),
  );
});

test('a file of orders is imported, and its rejected lines come back with their reasons', async ({
  page,
  station,
}) => {
  await openConsole(page, station, '/orders');
  await page.getByRole('button', { name: 'Import CSV' }).click();
  const csv =
    'orderNumber,customer.email,promised.until\nCSV-1,a@example.org,2030-01-01T10:00:00Z\nCSV-2,b@example.org,soon\n';
  const dialog = page.getByRole('dialog', { name: 'Import orders from CSV' });
  await dialog
    .getByLabel('CSV file of orders')
    .setInputFiles({ name: 'week.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await expect(dialog.getByText('1 order taken, 1 line rejected')).toBeVisible();
  const saving = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save the rejected lines' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('week-rejected.csv');
  expect(await readFile(await saved.path(), 'utf8')).toMatch(
    /promised\.until: .+,3,CSV-2,b@example\.org,soon/,
  );
  await dialog.getByRole('button', { name: 'See the orders' }).click();
  await expect(page.getByRole('row', { name: /CSV-1/ })).toBeVisible();
});
