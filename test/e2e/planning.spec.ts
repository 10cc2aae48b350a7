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

  await page.reload();
  await expect(list.getByRole('row', { name: /WM-10/ }).first()).toBeVisible();
  await main.getByRole('tab', { name: 'Bottlenecks' }).click();
  await expect(main.getByText('Too little has passed')).toBeVisible();
});
