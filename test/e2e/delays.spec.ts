import { expect, openConsole, test } from './support/console.ts';

// A dispatcher works with the keyboard; what is done here is undone, since other tests look at the same station.
test('a mismatch is put right with one key, undone, and put aside for a while', async ({ page, station }) => {
  await openConsole(page, station, '/delays?view=mismatch&kind=wrong-site');
  const main = page.getByRole('main');
  const board = main.getByRole('grid', { name: 'Delays and mismatches' });
  const row = board.getByRole('row', { name: /WM-1008-A/ });
  await expect(row).toContainText('1 promise');

  await board.focus();
  await page.keyboard.press('ArrowDown');
  const panel = page.locator('[data-finding-panel]');
  await expect(panel).toContainText('Planned');
  await expect(panel).toContainText('Observed');
  await expect(panel).toContainText('What it will break');
  await expect(panel.getByRole('link', { name: 'WM-1008', exact: true })).toBeVisible();

  await page.keyboard.press('1');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Note')).toHaveValue('It was not at this site.');
  await dialog.getByLabel('Note').press('Control+Enter');
  await expect(panel).toContainText('This is over, or was corrected');
  await expect(row).toHaveCount(0);

  await main.getByRole('button', { name: 'Undo' }).click();
  await expect(row).toHaveCount(1);
  await row.click();
  await expect(panel).toContainText('Observed');

  await page.keyboard.press('i');
  await expect(page.getByRole('dialog').getByLabel('What')).toContainText('Wrong site of WM-1008-A');
  await page.getByRole('dialog').getByLabel('Note').fill('on purpose');
  await page.getByRole('button', { name: 'Ignore', exact: true }).click();
  await expect(row).toHaveCount(0);
  await main.getByRole('radio', { name: /^Ignored 1/ }).check();
  await expect(row).toHaveCount(1);
  await row.click();
  await expect(panel).toContainText('on purpose');
  await panel.getByRole('button', { name: 'Show it again' }).click();
  await expect(row).toHaveCount(0);
  await main.getByRole('radio', { name: 'Mismatches' }).check();
  await expect(row).toHaveCount(1);
});
