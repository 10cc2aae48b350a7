import { expect, openConsole, test } from './support/console.ts';

test.describe('a customer-service person', () => {
  test('finds the order by a mistyped number, answers, opens a case, corrects a scan and shows the customer page', async ({
    page,
    ownStation: station,
  }) => {
    await station.api('PUT', '/sites/LYON-WH', {
      siteId: 'LYON-WH',
      name: 'Lyon Saint-Priest',
      kind: 'warehouse',
      lat: 45.69,
      lon: 4.95,
      timeZone: 'Europe/Paris',
    });
    await station.api('PUT', '/sites/DIJON-DC', {
      siteId: 'DIJON-DC',
      name: 'Dijon Longvic',
      kind: 'distribution-centre',
      lat: 47.27,
      lon: 5.05,
      timeZone: 'Europe/Paris',
    });
    await station.api('POST', '/orders', {
      orderNumber: 'WM-204117',
      customer: { name: 'Ada Martin', email: 'ada@example.com' },
      shipTo: { city: 'Dijon', postalCode: '21000' },
      parcels: [{ parcelId: 'P-204117' }],
    });
    const scan = (seq: number, bizStep: string): Promise<unknown> =>
      station.api('POST', '/scans', {
        siteId: 'LYON-WH',
        station: 'gate',
        time: new Date(Date.now() - 60_000 + seq).toISOString(),
        boot: 'a',
        seq,
        codes: ['P-204117'],
        bizStep,
      });
    await scan(1, 'packing');
    await scan(2, 'receiving');

    // One digit is wrong.
    await openConsole(page, station, '/orders');
    await page.getByRole('combobox', { name: /^Order, tracking number/ }).fill('WM-204177');
    await page.getByRole('option', { name: /WM-204117/ }).click();
    const answer = page.locator('[data-answer]');
    await expect(answer).toHaveText(/^At Lyon Saint-Priest, last scanned at \d\d:\d\d \w+ \(.+\); .+\.$/);
    await page.getByRole('radio', { name: 'Français' }).check();
    await expect(answer).toHaveText(/^À Lyon Saint-Priest, dernière lecture/);
    await expect(page).toHaveURL(/lang=fr/);
    await page.getByRole('radio', { name: 'English' }).check();
    await page.getByText(/^Rests on \d facts$/).click();
    await expect(page.getByText('device scan-station:gate')).toBeVisible();
    await expect(page.getByRole('link', { name: 'E-mail' })).toHaveAttribute(
      'href',
      /^mailto:ada%40example\.com\?subject=Order%20WM-204117/,
    );

    const main = page.getByRole('main');
    await main.getByRole('button', { name: 'Open a case…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').first().selectOption('tracking-wrong');
    await dialog.getByLabel('Note').fill('She says it is in Dijon already');
    await dialog.getByRole('button', { name: 'Open the case' }).click();
    await expect(main.getByText('She says it is in Dijon already').first()).toBeVisible();

    // It was received in Dijon, and the gun said Lyon.
    await main
      .getByRole('button', { name: /^Correct… Received/ })
      .first()
      .click();
    await dialog.getByLabel('What is wrong').selectOption('incorrect_data');
    await dialog.getByLabel(/^Site/).selectOption('DIJON-DC');
    await dialog.getByLabel('Note').fill('the gun had come along from Lyon');
    await dialog.getByRole('button', { name: 'Declare it wrong' }).click();
    await expect(answer).toHaveText(/^At Dijon Longvic, last scanned/);

    await page.getByRole('button', { name: 'Customer page' }).click();
    const link = page.getByRole('dialog').getByRole('link');
    const url = (await link.getAttribute('href')) ?? '';
    await page.keyboard.press('Escape');
    await page.goto(url);
    await expect(page.getByText(/^At Dijon Longvic, last scanned/)).toBeVisible();
    await expect(page.getByText('ada@example.com')).toHaveCount(0);
  });

  test('enters an order by hand, is told what is wrong with it, and changes it', async ({
    page,
    ownStation: station,
  }) => {
    await openConsole(page, station, '/orders');
    await page.getByRole('button', { name: 'New order' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByLabel('Order number')).toHaveValue('WM-1001');
    await dialog.getByRole('button', { name: 'Enter the order' }).click();
    await expect(dialog.getByText(/^Say whose it is/)).toBeInViewport();
    const item = dialog.getByRole('group', { name: 'Item 1' });
    await item.getByLabel('SKU').fill('CO-24');
    await dialog.getByRole('button', { name: 'Enter the order' }).click();
    await expect(item.getByText('Needed')).toBeVisible();
    await expect(item.getByLabel('What')).toBeFocused();
    await item.getByLabel('What').fill('Comté 24 months');
    await dialog.getByLabel('Name', { exact: true }).fill('Ada Martin');
    await dialog.getByLabel('City').fill('Dijon');
    await dialog.getByRole('group', { name: 'Parcel 1' }).getByLabel('Parcel number').fill('P-1');
    await dialog.getByRole('button', { name: 'Enter the order' }).click();
    await expect(page).toHaveURL(/order=WM-1001/);
    await expect(page.getByRole('main').getByText('Comté 24 months')).toBeVisible();

    await page.getByRole('button', { name: 'Edit' }).click();
    await dialog.getByLabel('City').fill('Beaune');
    await dialog.getByLabel(/The order is cancelled/).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(page.locator('[data-answer]')).toHaveText(/^Cancelled at/);
    await expect(page.getByRole('main').getByText('Beaune')).toBeVisible();
  });

  test('corrects rejected lines where they are shown', async ({ page, ownStation: station }) => {
    await openConsole(page, station, '/orders');
    await page.getByRole('button', { name: 'Import CSV' }).click();
    await page.getByLabel('CSV file of orders').setInputFiles({
      name: 'orders.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('orderNumber,promised.until\nWM-1,2026-12-01T12:00:00Z\nWM-2,next week\n'),
    });
    await expect(page.getByText('1 order taken, 1 line rejected')).toBeVisible();
    await page.getByLabel('promised.until of line 3').fill('2026-12-02T12:00:00Z');
    await page.getByRole('button', { name: 'Import the corrected lines' }).click();
    await expect(page.getByText('1 order from 1 line: everything was taken')).toBeVisible();
    await page.getByRole('button', { name: 'See the orders' }).click();
    await expect(page.getByRole('row', { name: /WM-2/ })).toBeVisible();
  });
});
