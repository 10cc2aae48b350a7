import type { Page } from '@playwright/test';

import { expect, openConsole, test } from './support/console.ts';
import { accessibilityFaults, contrastFaults, cutOffText, sidewaysScrolls } from './support/looks.ts';
import { goTo, insidePlaces, screenPlaces } from './support/places.ts';

interface Look {
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
  /** What can be wrong here that is not looked for in another look already; room is looked at in each. */
  readonly faults: (page: Page) => Promise<readonly string[]>;
}

const small: Look = { colorScheme: 'light', width: 1280, height: 720, faults: accessibilityFaults };
const largeDark: Look = { colorScheme: 'dark', width: 1920, height: 1080, faults: contrastFaults };
const looks: readonly Look[] = [
  small,
  { colorScheme: 'dark', width: 1280, height: 720, faults: () => Promise.resolve([]) },
  { colorScheme: 'light', width: 1920, height: 1080, faults: () => Promise.resolve([]) },
  largeDark,
];

function wordsOf({ colorScheme, width, height }: Look): string {
  return `${colorScheme}, ${width}x${height}`;
}

async function putOn(page: Page, { colorScheme, width, height }: Look): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme });
}

/** Nothing is wrong with how a place looks; every place is looked at, whatever the others are like. */
async function expectGoodLooks(page: Page, place: string, look: Look): Promise<void> {
  await test.step(place, async () => {
    await goTo(page, place);
    const faults = [
      ...(await look.faults(page)),
      ...(await sidewaysScrolls(page)),
      ...(await cutOffText(page)),
    ];
    expect.soft(faults, place).toEqual([]);
  });
}

// Each walks through dozens of places; a machine that is busy otherwise needs long for it.
test.describe.configure({ timeout: 600_000 });

// The page itself is watched as well: an error on its console or a breach of its security policy fails these tests.
for (const look of looks) {
  test(`every screen is accessible, fits and cuts nothing off: ${wordsOf(look)}`, async ({
    page,
    station,
  }) => {
    await openConsole(page, station);
    await putOn(page, look);
    for (const place of screenPlaces) await expectGoodLooks(page, place, look);
  });
}

for (const look of [small, largeDark]) {
  test(`every place inside the screens is accessible, fits and cuts nothing off: ${wordsOf(look)}`, async ({
    page,
    station,
  }) => {
    await openConsole(page, station);
    await putOn(page, look);
    for (const place of insidePlaces) await expectGoodLooks(page, place, look);
  });

  test(`every screen is accessible before anything has been heard: ${wordsOf(look)}`, async ({
    page,
    emptyStation,
  }) => {
    await openConsole(page, emptyStation);
    await putOn(page, look);
    for (const place of screenPlaces) await expectGoodLooks(page, place, look);
  });
}

test('a text that is cut off shows its whole where the pointer rests', async ({ page, station }) => {
  await openConsole(page, station, '/fleet');
  await page
    .getByRole('row', { name: /Refrigerated van 2/ })
    .getByText('Refrigerated van 2')
    .hover();
  await expect(page.getByRole('tooltip')).toContainText('returns and the villages above Nuits-Saint-Georges');
});

test('an address that is no screen says so and leads back', async ({ page, station }) => {
  await openConsole(page, station, '/no-such-place');
  await expect(page.getByRole('heading', { name: 'There is no such screen' }).first()).toBeAttached();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Go to the start page' }).click();
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).not.toHaveText(
    'There is no such screen',
  );
});
