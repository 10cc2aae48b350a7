import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';

import type { TestStation } from '../support/station.ts';
import { expect, expectLive, openConsole, test } from './support/console.ts';
import { noMosquittoPub, publish } from './support/publish.ts';

const minuteMs = 60_000;
const oneOfManyStops = 80;

/** Presses Tab until what has the focus is called like this. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < oneOfManyStops; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return `${element?.role ?? ''} ${element?.getAttribute('aria-label') ?? element?.textContent ?? ''}`.trim();
    });
    if (name.test(focused)) return;
  }
  throw new Error(`Tab never came to ${name}`);
}

/** Fills in the dialog that a letter opens, note first, and sends it. */
async function say(page: Page, key: string, title: string, note: string, name?: string): Promise<void> {
  await page.keyboard.press(key);
  const dialog = page.getByRole('dialog', { name: title });
  await expect(dialog.getByRole('textbox').first()).toBeFocused();
  await page.keyboard.type(note);
  if (name !== undefined) {
    await page.keyboard.press('Tab');
    await page.keyboard.type(name);
  }
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
}

/** A sensor on a truck with an order aboard, governed by 2 to 8 °C. */
async function setUp(station: TestStation): Promise<void> {
  const { api } = station;
  const answers = [
    await api('PUT', '/temperature-profiles/cool', {
      name: 'Cool',
      limits: [{ side: 'above', value: 8, mode: 'consecutive', forS: 600, severity: 'high' }],
    }),
    await api('PUT', '/devices/PROBE-1', {
      channels: { '': { name: 'Truck box', temperatureProfileId: 'cool' } },
    }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
}

async function warm(station: TestStation): Promise<void> {
  const now = Date.now();
  for (let ago = 30; ago >= 0; ago -= 2) {
    const temperatureC = ago > 20 ? 5 : 9.5;
    const time = new Date(now - ago * minuteMs).toISOString();
    await publish(station.brokerUrl, 'waymark/v1/LYON/PROBE-1/reading', { time, temperatureC });
  }
}

/** Opens the console as somebody else with a token of their own. */
async function openAsSecond(page: Page, station: TestStation, place: string): Promise<void> {
  const { token } = (await station.api<{ token: string }>('POST', '/tokens', { role: 'operator' })).body;
  const answer = await fetch(`${station.url}/api/v1/login-key`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { openUrl } = (await answer.json()) as { openUrl: string };
  await page.context().clearCookies();
  await page.goto('about:blank');
  await page.goto(openUrl);
  await expectLive(page);
  await page.goto(`${station.url}/#${place}`);
  await expectLive(page);
}

test('an excursion is noticed, looked at, acknowledged, decided about, signed and reported with the keyboard alone', async ({
  page,
  ownStation: station,
}) => {
  test.skip(noMosquittoPub !== undefined, noMosquittoPub);
  test.setTimeout(180_000);
  await setUp(station);
  await openConsole(page, station, '/overview');
  await warm(station);
  const nav = page.getByRole('navigation', { name: 'Screens' });
  await expect(nav.getByRole('link', { name: /^Alerts.*1/ })).toBeVisible();

  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await expect(page).toHaveURL(/#\/alerts/);
  await expect(page.getByRole('row', { name: /Truck box|PROBE-1/ })).toBeVisible();
  await tabTo(page, /^grid/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('region', { name: 'Temperature excursion' });
  await expect(panel).toContainText('9.5 °C');

  const chart = panel.getByRole('slider', { name: /Temperature/ });
  await expect(chart).toBeVisible();
  await tabTo(page, /^slider Temperature/);
  await page.keyboard.press('End');
  await expect(chart).toHaveAttribute('aria-valuetext', /9\.5 °C/);

  await say(page, 'a', 'Acknowledge this alert', 'Door was open.');
  await expect(panel).toContainText('Active, acknowledged');
  await say(page, 'd', 'Put in quarantine', 'Cage 4.', 'Ada Martin');
  await say(page, 'd', 'Name the cause', 'The door seal leaks.', 'Ada Martin');
  await say(page, 'd', 'Say what was done', 'Seal changed.', 'Ada Martin');
  await say(page, 'd', 'Decide about the goods', 'Beyond the allowance.', 'Ada Martin');
  await expect(panel).toContainText('Reject');

  const place = new URL(page.url()).hash.slice(1);
  await openAsSecond(page, station, place);
  await expect(panel.getByRole('button', { name: /Sign the decision/ })).toBeVisible();
  await say(page, 'd', 'Sign the decision', 'Readings and times checked.', 'Ben Okafor');
  await expect(panel).toContainText('Ben Okafor');

  const saving = page.waitForEvent('download');
  await tabTo(page, /^PDF report$/);
  await page.keyboard.press('Enter');
  const saved = await saving;
  expect((await readFile(await saved.path())).subarray(0, 5).toString()).toBe('%PDF-');
});
