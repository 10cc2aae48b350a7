import { expect, openConsole, test } from './support/console.ts';

test('a hold is placed and lifted, and a scan corrected and put back, from the order page', async ({
  page,
  station,
}) => {
  await openConsole(page, station, '/orders?order=WM-1002');
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'Hold…' }).click();
  await page.getByRole('dialog').getByLabel('Note').fill('seal broken');
  await page.getByRole('button', { name: 'Place the hold' }).click();
  await expect(main.getByText('seal broken').first()).toBeVisible();
  await main.getByRole('button', { name: 'Lift…' }).scrollIntoViewIfNeeded();
  await main.getByRole('button', { name: 'Lift…' }).click();
  await page.getByRole('button', { name: 'Lift the hold' }).click();
  await expect(main.getByText('Nothing is held.')).toBeVisible();

  const delivered = main.getByRole('button', { name: /^Correct… Delivered/ }).first();
  await delivered.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What is wrong').selectOption('incorrect_data');
  await dialog.getByLabel('What is wrong').selectOption('did_not_occur');
  await dialog.getByLabel('Note').fill('wrong button');
  await page.getByRole('button', { name: 'Declare it wrong' }).click();
  await expect(main.locator('s').first()).toContainText('Delivered');
  await expect(page.locator('[data-answer]')).not.toContainText('Delivered');
  await main.locator('s').first().scrollIntoViewIfNeeded();
  await main
    .getByRole('button', { name: /^Undo…/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Undo the correction' }).click();
  await expect(page.locator('[data-answer]')).toContainText('Delivered');
});

test('lists show at once what somebody else did: a hold, its end, a case', async ({ page, station }) => {
  await openConsole(page, station, '/orders?filter=all');
  const row = page.getByRole('row').filter({ hasText: 'WM-1003' });
  await expect(row).toBeVisible();
  const soon = { timeout: 3000 };
  const subject = { type: 'order', id: 'WM-1003' };
  const placed = await station.api<{ holdId: string }>('POST', '/holds', {
    subject,
    kind: 'address',
    note: 'asked at the desk',
  });
  await expect(row.getByText(/hold/i).first()).toBeVisible(soon);
  await station.api('DELETE', `/holds/${placed.body.holdId}`, { note: 'it is right' });
  await expect(row.getByText(/hold/i)).toHaveCount(0, soon);
  await page.goto(`${station.url}/#/cases`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await station.api('POST', '/orders/WM-1003/cases', { kind: 'other', text: 'called by the shop' });
  await expect(page.getByText('called by the shop').first()).toBeVisible(soon);
});
