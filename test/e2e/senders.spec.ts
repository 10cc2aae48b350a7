import { expect, openConsole, test } from './support/console.ts';

test('a sender is given its secret, and a code of a carrier its meaning', async ({ page, ownStation }) => {
  await ownStation.api('POST', '/orders', {
    orderNumber: 'WM-1',
    parcels: [{ parcelId: 'P-1', trackingNumber: 'TRACK-1' }],
  });
  const tracker = {
    object: 'Tracker',
    tracking_code: 'TRACK-1',
    carrier: 'Chronopost',
    tracking_details: [
      { datetime: '2026-11-20T10:00:00Z', status: 'sorted', message: 'Trié à Lyon', carrier_code: 'TRI' },
    ],
  };
  await ownStation.api('POST', '/webhooks/easypost', tracker);
  await openConsole(page, ownStation, '/settings?section=senders');
  const main = page.getByRole('main');
  await expect(main.getByText(`${ownStation.url}/api/v1/webhooks/shopify`)).toBeVisible();
  await main.getByRole('button', { name: 'Set the secret of Shopify' }).click();
  await page.getByLabel('Secret', { exact: true }).fill('canary-secret-7');
  await page.keyboard.press('Enter');
  await expect(main.getByRole('button', { name: 'Replace the secret of Shopify' })).toBeVisible();
  await expect(page.locator('body')).not.toContainText('canary-secret-7');
  await expect(main.getByText(/1 event is not understood/)).toBeVisible();
  await main.getByLabel('What TRI / sorted means').selectOption('at-site');
  await page.getByRole('button', { name: 'It does' }).click();
  await expect(main.getByText(/every event is understood/)).toBeVisible();
  const order = await ownStation.api<{ state: string; stateTime: string }>('GET', '/orders/WM-1');
  expect([order.body.state, order.body.stateTime]).toEqual(['at-site', '2026-11-20T10:00:00Z']);
});
