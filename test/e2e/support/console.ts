import { test as base, expect, type Page } from '@playwright/test';

import { startStation, type TestStation } from '../../support/station.ts';
import { type Faults, watchFaults } from './faults.ts';
import { fillStation } from './small-world.ts';

/** The host's zone in these tests: neither the browser's nor any site's. */
export const hostZone = 'Asia/Tokyo';

interface PageFixtures {
  /** A station of this test alone, which nobody has published to. */
  readonly ownStation: TestStation;
  /** Every page is watched, and a fault nobody expected fails its test. */
  readonly faults: Faults;
}

interface WorkerFixtures {
  /** A station nobody has published to; shared, so only to be looked at. */
  readonly emptyStation: TestStation;
  /** A station with something on every screen; shared, so what is published to it stays for the tests after. */
  readonly station: TestStation;
}

/** A test with a watched page. */
export const test = base.extend<PageFixtures, WorkerFixtures>({
  faults: [
    async ({ page }, use) => {
      const faults = await watchFaults(page);
      await use(faults);
      expect(faults.seen).toEqual([]);
    },
    { auto: true },
  ],
  ownStation: async ({ page }, use) => {
    const station = await startStation([], { TZ: hostZone });
    await use(station);
    // A page that is still there would look for the station while it stops, and be refused.
    await page.goto('about:blank');
    await station.stop();
  },
  emptyStation: [
    // Playwright reads the names of what a fixture needs from this pattern.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const station = await startStation([], { TZ: hostZone });
      await use(station);
      await station.stop();
    },
    { scope: 'worker' },
  ],
  station: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const station = await startStation([], { TZ: hostZone });
      await fillStation(station);
      await use(station);
      await station.stop();
    },
    { scope: 'worker' },
  ],
});

export { expect } from '@playwright/test';

/** Signs the page's browser in as the station's owner, as a sign-in link does, without opening a page. */
export async function signIn(page: Page, station: TestStation): Promise<void> {
  const { openUrl } = (await station.api<{ openUrl: string }>('GET', '/login-key')).body;
  const key = new URLSearchParams(new URL(openUrl).hash.slice(1)).get('k');
  const answer = await page.context().request.post(`${station.url}/api/v1/login`, { data: { key } });
  expect(answer.status()).toBe(200);
}

/** Opens a place of the console, signed in, and waits until it is live. `place` is what stands after `#`. */
export async function openConsole(page: Page, station: TestStation, place = '/'): Promise<void> {
  await signIn(page, station);
  await page.goto(`${station.url}/#${place}`);
  await expectLive(page);
}

/** The console says that what it shows is live. */
export async function expectLive(page: Page): Promise<void> {
  await expect(page.getByRole('banner').getByRole('button', { name: /^(Live|Degraded)/ })).toBeVisible();
}
