import { expect, openConsole, test } from './support/console.ts';

test.describe('alerts', () => {
  test('an excursion is found from the overview, shown with its readings, acknowledged with a note, and stays on record', async ({
    page,
    station,
  }) => {
    await openConsole(page, station, '/overview');
    const alerts = page
      .getByRole('main')
      .getByRole('link', { name: /Vaccine shelf|PHARMA-1/ })
      .first();
    await alerts.click();
    await expect(page).toHaveURL(/#\/alerts\?.*alert=/);
    const panel = page.getByRole('region', { name: 'Temperature excursion' });
    await expect(panel).toContainText('9.7 °C');
    await expect(panel).toContainText('Kept cool, 2 to 8 °C');
    await expect(panel).toContainText('+01:00');

    await page.keyboard.press('a');
    const dialog = page.getByRole('dialog', { name: 'Acknowledge this alert' });
    await dialog.getByRole('button', { name: 'Acknowledge' }).click();
    await expect(dialog).toContainText('without a note this cannot be done');
    await dialog.getByRole('textbox').fill('Door was open; moved the goods to shelf 2.');
    await page.keyboard.press('Control+Enter');
    await expect(dialog).toHaveCount(0);
    await expect(panel).toContainText('Active, acknowledged');
    await expect(panel).toContainText('Door was open; moved the goods to shelf 2.');

    const { items } = (
      await station.api<{
        items: { kind: string; deviceId?: string; state: string; notes: { text: string; who: string }[] }[];
      }>('GET', '/alerts?kind=temperature-excursion')
    ).body;
    const alert = items.find(({ deviceId }) => deviceId === 'PHARMA-1');
    expect(alert?.state).toBe('active-acknowledged');
    expect(alert?.notes.at(-1)).toMatchObject({
      who: 'owner',
      text: 'Door was open; moved the goods to shelf 2.',
    });
    await page.reload();
    await expect(panel).toContainText('Door was open; moved the goods to shelf 2.');
  });

  test('the cold chain shows what is beyond its limits first, and how far', async ({ page, station }) => {
    await openConsole(page, station, '/cold-chain');
    const first = page.getByRole('grid', { name: 'Sensors with a profile' }).getByRole('row').nth(1);
    await expect(first).toContainText('Out');
    await expect(first).toContainText('Vaccine shelf');
    await expect(first).toContainText('9.7 °C');
    await expect(first).toContainText('1.7 °C beyond');
    await first.click();
    const panel = page.getByRole('region', { name: /Vaccine shelf/ });
    await expect(panel).toContainText('above 8 °C');
    await panel
      .getByRole('link', { name: /Temperature/ })
      .first()
      .click();
    await expect(page).toHaveURL(/#\/alerts\?.*alert=/);
  });

  test('a sensor is given a profile on the screen and is watched from then on', async ({ page, station }) => {
    await openConsole(page, station, '/cold-chain');
    await page.getByRole('button', { name: 'Give a sensor a profile' }).click();
    const dialog = page.getByRole('dialog', { name: 'Give a sensor a profile' });
    await dialog.getByRole('combobox', { name: 'Sensor' }).selectOption({ label: 'COLD-ROOM#probe-top' });
    await dialog.getByRole('combobox', { name: 'Profile' }).selectOption({ label: 'Freezer, -25 to -10 °C' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('row', { name: /COLD-ROOM#probe-top/ })).toContainText(
      'Freezer, -25 to -10 °C',
    );
  });
});
