import type { Page } from '@playwright/test';

import { startMosquitto, hasMosquitto } from '../support/mosquitto.ts';
import { freePort } from '../support/ports.ts';
import { until } from '../support/until.ts';
import { startStation, type TestStation } from '../support/station.ts';
import { expect, expectLive, openConsole, test } from './support/console.ts';
import { noMosquittoPub, publish } from './support/publish.ts';

/** What the browser's console says of connections that were cut or refused. */
const cut = /WebSocket|ERR_CONNECTION|ERR_EMPTY_RESPONSE|status of 50\d/;

test.skip(noMosquittoPub !== undefined, noMosquittoPub ?? '');

/** The age a row shows, in seconds: `7 s`, `2 min`. */
async function ageS(page: Page, name: RegExp): Promise<number> {
  const text = (await page.getByRole('row', { name }).getByRole('time').first().textContent()) ?? '';
  const match = /^(\d+) (s|min)/.exec(text.trim());
  if (match === null) throw new Error(`this is no age: ${text}`);
  return Number(match[1]) * (match[2] === 'min' ? 60 : 1);
}

function notice(page: Page) {
  return page.getByRole('banner').getByRole('status');
}

async function probe(station: TestStation, temperatureC: number): Promise<void> {
  await publish(station.brokerUrl, 'waymark/v1/DEPOT/PROBE-L/reading', { temperatureC });
}

test.describe('when what is on screen is not live', () => {
  test('a station that hangs: the page says so within seconds, its ages go on counting, and it comes back by itself', async ({
    page,
    faults,
  }) => {
    faults.expect(cut);
    const station = await startStation();
    try {
      await probe(station, 3.5);
      await openConsole(page, station, '/sensors');
      await expect(page.getByRole('row', { name: /PROBE-L/ })).toContainText('3.5 °C');
      process.kill(station.pid, 'SIGSTOP');
      const stoppedAt = Date.now();
      const ageThen = await ageS(page, /PROBE-L/);
      await expect(notice(page)).toContainText(/Not live since \d\d:\d\d:\d\d [+−]\d\d:\d\d/);
      await expect(page.getByRole('banner').getByRole('button', { name: /^(Silent|Offline)/ })).toBeVisible();
      // The value stays, and is said to be as old as it is.
      await expect(page.getByRole('row', { name: /PROBE-L/ })).toContainText('3.5 °C');
      await expect.poll(async () => (await ageS(page, /PROBE-L/)) - ageThen).toBeGreaterThanOrEqual(6);
      const passedS = (Date.now() - stoppedAt) / 1000;
      expect(Math.abs((await ageS(page, /PROBE-L/)) - ageThen - passedS)).toBeLessThanOrEqual(3);

      process.kill(station.pid, 'SIGCONT');
      await expectLive(page);
      await expect(notice(page)).toHaveText('');
      await probe(station, 9.5);
      await expect(page.getByRole('row', { name: /PROBE-L/ })).toContainText('9.5 °C');
    } finally {
      process.kill(station.pid, 'SIGCONT');
      await station.stop();
    }
  });

  test('a station that is killed and started again: the same page goes on with what is true now', async ({
    page,
    faults,
  }) => {
    faults.expect(cut);
    const port = String(await freePort());
    const first = await startStation(['--port', port]);
    await probe(first, 3.5);
    await openConsole(page, first, '/sensors?sensor=PROBE-L');
    await expect(page.getByRole('row', { name: /PROBE-L/ })).toContainText('3.5 °C');
    await page.evaluate(() => {
      document.body.dataset['sameDocument'] = 'yes';
    });
    await first.kill9();
    await expect(notice(page)).toContainText('Not live since');
    await expect(page.getByRole('banner').getByRole('button', { name: /^Offline/ })).toBeVisible();
    await expect(page.getByRole('row', { name: /PROBE-L/ })).toContainText('3.5 °C');

    const second = await startStation(['--port', port, '--data', first.dataDir]);
    try {
      await probe(second, 21.5);
      await expectLive(page);
      await expect(page.getByRole('row', { name: /PROBE-L/ })).toContainText('21.5 °C');
      await expect(page.locator('body')).toHaveAttribute('data-same-document', 'yes');
      await expect(page).toHaveURL(/#\/sensors\?sensor=PROBE-L$/);
    } finally {
      await second.stop();
    }
  });

  test('commands that cannot be carried out say so and change nothing on screen', async ({
    page,
    faults,
  }) => {
    faults.expect(cut);
    const station = await startStation();
    await probe(station, 3.5);
    await openConsole(page, station, '/devices?device=PROBE-L');
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('What it is').fill('freezer');
    await station.kill9();
    await expect(notice(page)).toContainText('Not live since');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('alert')).toContainText(/not connected|connection|unavailable|lost/i);
    await expect(page.getByLabel('What it is')).toHaveValue('freezer');
    await expect(page.getByRole('row', { name: /PROBE-L/ })).not.toContainText('freezer');
  });
});

test('an external broker that goes down is named on the page, and so is its return; nothing published meanwhile is lost', async ({
  page,
  faults,
}) => {
  test.skip(!hasMosquitto, 'mosquitto is not installed');
  faults.expect(cut);
  const broker = await startMosquitto([
    'persistence true',
    'autosave_on_changes true',
    'autosave_interval 1',
  ]);
  const station = await startStation(['--broker', broker.url]);
  try {
    // Before its first subscription a broker keeps nothing for the station.
    await until('the link is up', async () => {
      const { body } = await station.api<{ broker: { links: { link: string }[] } }>('GET', '/stats');
      return body.broker.links[0]?.link === 'connected';
    });
    await publish(broker.url, 'waymark/v1/DEPOT/PROBE-L/reading', { temperatureC: 3.5 });
    await openConsole(page, station, '/sensors');
    await expect(page.getByRole('row', { name: /PROBE-L/ })).toContainText('3.5 °C');
    const link = page.getByRole('banner').getByRole('button', { name: /^(Live|Degraded)/ });
    await expect(link).toContainText('Live');

    await broker.stop();
    await expect(link).toContainText('Degraded');
    await expect(notice(page)).toContainText(broker.url.replace('mqtt://', ''));
    await link.click();
    const details = page.getByRole('dialog', { name: 'Link to the engine' });
    await expect(details).toContainText('External broker');
    await expect(details).toContainText(/Offline|Connecting/);
    await page.keyboard.press('Escape');

    await broker.start();
    await publish(broker.url, 'waymark/v1/DEPOT/PROBE-L/reading', { temperatureC: 8.5 });
    await expect(page.getByRole('row', { name: /PROBE-L/ })).toContainText('8.5 °C', { timeout: 60_000 });
    await expect(link).toContainText('Live', { timeout: 60_000 });
    await expect(notice(page)).toHaveText('');
  } finally {
    await station.stop();
    await broker.dispose();
  }
});
