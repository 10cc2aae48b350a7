import type { TestStation } from '../support/station.ts';
import { expect, expectLive, openConsole, test } from './support/console.ts';
import { goTo, screenPlaces } from './support/places.ts';

async function freshLink(station: TestStation): Promise<string> {
  return (await station.api<{ openUrl: string }>('GET', '/login-key')).body.openUrl;
}

/** What a page that is not signed in is told by the browser's console. */
const refused = /status of 401/;

test.describe('signing in', () => {
  test('a sign-in link opens the console, and leaves neither its key in the address nor a token in reach', async ({
    page,
    station,
  }) => {
    await page.goto(await freshLink(station));
    await expectLive(page);
    expect(new URL(page.url()).pathname).toBe('/');
    expect(page.url()).not.toContain('k=');
    expect(
      await page.evaluate(
        () =>
          `${document.cookie}${Object.values(localStorage).join('')}${Object.values(sessionStorage).join('')}`,
      ),
    ).not.toContain(station.token);
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    await page.reload();
    await expectLive(page);
  });

  test('a used link says that it was used and how to get a new one, and opens nothing', async ({
    page,
    browser,
    station,
    faults,
  }) => {
    faults.expect(refused);
    const link = await freshLink(station);
    const other = await browser.newContext();
    const first = await other.newPage();
    await first.goto(link);
    await expectLive(first);
    await other.close();

    await page.goto(link);
    await expect(page.getByRole('status')).toHaveText(
      'This sign-in link has been used or is older than a minute.',
    );
    await expect(page.getByText('start it once more the same way')).toBeVisible();
    expect(await page.context().cookies()).toEqual([]);
    await page.goto(`${station.url}/#/devices`);
    await expect(page.getByRole('status')).toHaveText(
      'You are not signed in to this console in this browser.',
    );
  });

  test('without a sign-in no page, no tile and no data are given', async ({ page, station, faults }) => {
    faults.expect(refused);
    await page.goto(`${station.url}/#/fleet`);
    await expect(page.getByRole('heading', { name: 'Waymark' })).toBeVisible();
    await expect(page.getByRole('status')).toHaveText(
      'You are not signed in to this console in this browser.',
    );
    for (const path of ['/api/v1/stats', '/tiles/world/0/0/0.mvt', '/assets/index.js']) {
      expect((await page.context().request.get(`${station.url}${path}`)).status(), path).toBe(401);
    }
  });
});

test.describe('a viewer', () => {
  test('looks at everything and is offered nothing that changes anything', async ({ page, station }) => {
    const made = await station.api<{ token: string }>('POST', '/tokens', { role: 'viewer' });
    expect(made.status).toBe(200);
    const asViewer = { authorization: `Bearer ${made.body.token}` };
    const key = (await (await fetch(`${station.url}/api/v1/login-key`, { headers: asViewer })).json()) as {
      openUrl: string;
    };
    await page.goto(key.openUrl);
    await expectLive(page);
    await expect(page.getByRole('banner').getByText('View only')).toBeVisible();

    for (const place of screenPlaces) await goTo(page, place);
    await goTo(page, '/devices?device=GUN-1');
    await expect(page.getByRole('region', { name: 'GUN-1' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Edit' })).toHaveCount(0);
    await goTo(page, '/devices?tab=quarantine');
    await page
      .getByRole('row', { name: /OLD-BOX/ })
      .first()
      .click();
    await expect(page.getByRole('region', { name: /Not JSON|Field not valid/ })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
    await goTo(page, '/orders');
    await expect(page.getByRole('row', { name: /WM-1003/ })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Import CSV' })).toHaveCount(0);
    await goTo(page, '/settings?section=access');
    await expect(page.getByText('A token lets a program use the HTTP API')).toBeVisible();
    await expect(page.getByRole('button', { name: 'New token' })).toHaveCount(0);

    const change = await fetch(`${station.url}/api/v1/sites/X`, {
      method: 'PUT',
      headers: { ...asViewer, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'X', kind: 'depot', lat: 1, lon: 1 }),
    });
    expect(change.status).toBe(403);
    expect(await change.json()).toMatchObject({
      error: { message: 'A viewer may look but not change anything.' },
    });
  });

  test('is signed out where it stands when its token is revoked', async ({ page, station, faults }) => {
    faults.expect(refused);
    faults.expect(/WebSocket/);
    const made = (
      await station.api<{ token: string; tokenId: string }>('POST', '/tokens', { role: 'viewer' })
    ).body;
    const key = (await (
      await fetch(`${station.url}/api/v1/login-key`, { headers: { authorization: `Bearer ${made.token}` } })
    ).json()) as { openUrl: string };
    await page.goto(key.openUrl);
    await expectLive(page);
    await station.api('DELETE', `/tokens/${made.tokenId}`);
    await expect(page.getByRole('banner').getByRole('status')).toContainText('Not live since');
  });
});

test('a token is made on the settings screen, shown once, works, and is revoked', async ({
  page,
  station,
}) => {
  await openConsole(page, station, '/settings?section=access');
  await page.getByRole('button', { name: 'New token' }).click();
  const dialog = page.getByRole('dialog', { name: 'New token' });
  await dialog.getByRole('combobox', { name: 'Role' }).selectOption('operator');
  await dialog.getByRole('button', { name: 'Make the token' }).click();
  const shown = page.getByRole('dialog', { name: 'Copy the token now' });
  const token = (await shown.getByRole('group', { name: 'token', exact: true }).textContent()) ?? '';
  const ask = async (): Promise<number> =>
    (await fetch(`${station.url}/api/v1/stats`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect(await ask()).toBe(200);
  await shown.getByRole('button', { name: 'I have copied it' }).click();
  await expect(page.getByText(token)).toHaveCount(0);

  const rows = page.getByRole('row', { name: /Operator/ });
  const before = await rows.count();
  await rows
    .last()
    .getByRole('button', { name: /Revoke/ })
    .click();
  await page
    .getByRole('dialog', { name: 'Revoke this token?' })
    .getByRole('button', { name: 'Revoke' })
    .click();
  await expect(rows).toHaveCount(before - 1);
  expect(await ask()).toBe(401);
});
