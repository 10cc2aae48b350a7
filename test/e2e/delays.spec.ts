import { expect, openConsole, test } from './support/console.ts';

test('all that is wrong with an order is one thing to do, each with its evidence', async ({
  page,
  station,
}) => {
  // Among mismatches only: by and by the order is likely late as well.
  await openConsole(page, station, '/delays?view=mismatch&q=WM-1008');
  const row = page
    .getByRole('main')
    .getByRole('grid')
    .getByRole('row', { name: /WM-1008/ });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('Impossible travel · Wrong site');
  await row.click();
  const panel = page.locator('[data-finding-panel]');
  const shown = panel.getByRole('button', { expanded: true });
  await expect(shown).toContainText('Impossible travel');
  await expect(panel).toContainText('Seen here');
  await page.keyboard.press('n');
  await expect(shown).toContainText('Wrong site');
  await expect(panel).toContainText('Planned');
  await expect(page).toHaveURL(/task=order%3AWM-1008&finding=alert-/);
});

// A dispatcher works with the keyboard; what is done here is undone, since other tests look at the same station.
test('a mismatch is put right with one key, undone, and put aside for a while', async ({ page, station }) => {
  await openConsole(page, station, '/delays?view=mismatch&kind=wrong-site');
  const main = page.getByRole('main');
  const board = main.getByRole('grid', { name: 'Delays and mismatches' });
  const row = board.getByRole('row', { name: /WM-1008/ });
  await expect(row).toContainText('Wrong site');
  await expect(row).toContainText('due in');

  await board.focus();
  await page.keyboard.press('ArrowDown');
  const panel = page.locator('[data-finding-panel]');
  await expect(panel).toContainText('Planned');
  await expect(panel).toContainText('Observed');
  await expect(panel).toContainText('What it will break');
  await expect(panel.getByRole('heading', { name: 'Order WM-1008' })).toBeVisible();

  await page.keyboard.press('1');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Note')).toHaveValue('It was not at this site.');
  await dialog.getByLabel('Note').press('Control+Enter');
  await expect(panel).toContainText('This is over, or was corrected');
  await expect(panel).toContainText('put right, or later facts show that it never was');
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

test('a link to an order that does not exist says that there is none', async ({ page, station }) => {
  await openConsole(page, station, '/delays?task=order:NOPE');
  const panel = page.locator('[data-finding-panel]');
  await expect(panel).toContainText('No such order is known');
  await expect(panel).toContainText('NOPE');
  await expect(panel).not.toContainText('over');
});
