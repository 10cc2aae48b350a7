import type { Page } from '@playwright/test';

import { expect, openConsole, test } from './support/console.ts';
import { accessibilityFaults, cutOffText, sidewaysScrolls } from './support/looks.ts';
import { allPlaces, goTo, screenPlaces } from './support/places.ts';

const themes = ['light', 'dark'] as const;
const sizes = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const;

/** What is wrong with the page as it stands, in every theme and size it is made for. */
async function faultsInEveryLook(page: Page): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      const found = [...(await accessibilityFaults(page)), ...(await sidewaysScrolls(page)), ...(await cutOffText(page))];
      faults.push(...found.map((fault) => `${colorScheme} ${size.width}: ${fault}`));
    }
  }
  return faults;
}

// The page itself is watched as well: an error on its console or a breach of its security policy fails these tests.
test.describe('with something on every screen', () => {
  for (const place of allPlaces) {
    test(`${place} is accessible, and nothing is cut off, light and dark, small and large`, async ({ page, station }) => {
      await openConsole(page, station, place);
      await goTo(page, place);
      expect(await faultsInEveryLook(page)).toEqual([]);
    });
  }
});

test.describe('before anything has been heard', () => {
  for (const place of screenPlaces) {
    test(`${place} is accessible and says what it is for`, async ({ page, emptyStation }) => {
      await openConsole(page, emptyStation, place);
      await goTo(page, place);
      expect(await faultsInEveryLook(page)).toEqual([]);
    });
  }
});

test('a text that is cut off shows its whole where the pointer rests', async ({ page, station }) => {
  await openConsole(page, station, '/fleet');
  await page.getByRole('row', { name: /Refrigerated van 2/ }).getByText('Refrigerated van 2').hover();
  await expect(page.getByRole('tooltip')).toContainText('returns and the villages above Nuits-Saint-Georges');
});

test('an address that is no screen says so and leads back', async ({ page, station }) => {
  await openConsole(page, station, '/no-such-place');
  await expect(page.getByRole('heading', { name: 'There is no such screen' }).first()).toBeAttached();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Go to the start page' }).click();
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).not.toHaveText('There is no such screen');
});
