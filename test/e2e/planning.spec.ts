import { expect, openConsole, test } from './support/console.ts';

test('a dispatcher asks what a late departure breaks, by the keyboard and by a link', async ({
  page,
  station,
}) => {
  await openConsole(page, station, '/planning');
  const main = page.getByRole('main');
  await main.getByRole('tab', { name: 'What if' }).click();
  await expect(main.getByText('Say what is to be otherwise')).toBeVisible();
  await main.getByLabel('Vehicle').selectOption('truck-7');
  await main.getByLabel('Minutes later').fill('2880');
  const list = main.getByRole('grid', { name: 'What becomes of the orders' });
  await expect(list.getByRole('row', { name: /WM-10/ }).first()).toBeVisible();
  await expect(main.getByText(/promises? breaks?/)).toBeVisible();
  await expect(main.getByText('Everything that leaves then arrives 48 h later.')).toBeVisible();
  // Its sites do not share a zone, so it is the one of the station, not the browser's.
  await expect(main.getByText('Times in Asia/Tokyo, +09:00')).toBeVisible();

  await page.reload();
  await expect(list.getByRole('row', { name: /WM-10/ }).first()).toBeVisible();
  await main.getByRole('tab', { name: 'Bottlenecks' }).click();
  await expect(main.getByText('Too little has passed')).toBeVisible();
});

test('a dispatcher imports what past orders took, and is told what of it was of no use', async ({
  page,
  station,
}) => {
  await openConsole(page, station, '/planning');
  const main = page.getByRole('main');
  await expect(main.getByText('None is imported.')).toBeVisible();
  await main.getByRole('button', { name: 'Import history' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import finished journeys from CSV' });
  const lines = Array.from({ length: 30 }, (_, index) => {
    const day = String(1 + (index % 28)).padStart(2, '0');
    return `H-${index},2026-0${1 + (index % 2)}-${day}T08:00:00Z,2026-0${2 + (index % 2)}-${day}T08:00:00Z,LYON`;
  });
  await dialog.getByLabel('CSV file of finished journeys').setInputFiles({
    name: 'past.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      ['orderNumber,placedTime,deliveredTime,originSiteId', ...lines, 'H-99,yesterday,,LYON'].join('\n'),
    ),
  });
  await expect(dialog.getByText('30 journeys taken, 30 new or other than known')).toBeVisible();
  await expect(dialog.getByText('1 line rejected')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Save the rejected lines' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).first().click();
  await expect(main.getByText('There are too few past orders to learn from.')).toBeVisible();
});
