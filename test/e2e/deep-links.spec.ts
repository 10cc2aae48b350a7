import type { Locator, Page } from '@playwright/test';

import { expect, openConsole, test } from './support/console.ts';
import { expectShown } from './support/places.ts';

interface Link {
  readonly place: string;
  /** What shows that the place is as the link says. */
  readonly isRestored: (page: Page) => readonly Locator[];
}

const option = (page: Page, name: string, value: string): Locator =>
  page.getByRole('combobox', { name }).locator(`option[value="${value}"]:checked`);

const links: readonly Link[] = [
  {
    place: '/fleet?vehicle=truck-7&state=moving&track=24h&map=9.5%2F46.5%2F4.9',
    isRestored: (page) => [
      page.getByRole('region', { name: 'Truck 7' }),
      page.getByRole('row', { selected: true }).filter({ hasText: 'Truck 7' }),
      page.getByRole('main').getByText('1 of 4', { exact: false }).first(),
    ],
  },
  {
    place: '/fleet?q=pune&sort=-age',
    isRestored: (page) => [page.locator('input[data-page-search]').and(page.locator('[value="pune"]'))],
  },
  {
    place: '/devices?device=GUN-1&q=gun&sort=-stored',
    isRestored: (page) => [
      page.getByRole('region', { name: 'GUN-1' }),
      page.getByRole('status').filter({ hasText: /^\d of \d+ devices/ }),
    ],
  },
  {
    place: '/devices?state=offline',
    isRestored: (page) => [option(page, 'State', 'offline'), page.getByRole('row', { name: /GATEWAY-1/ })],
  },
  {
    place: '/devices?tab=quarantine&reason=not-json',
    isRestored: (page) => [
      page.getByRole('tab', { name: /Quarantine/, selected: true }),
      page.getByRole('row', { name: /OLD-BOX.*Not JSON|Not JSON.*OLD-BOX/ }),
    ],
  },
  {
    place: '/settings?section=formats',
    isRestored: (page) => [page.getByRole('region', { name: 'Formats' }).getByText('OwnTracks').first()],
  },
  {
    place: '/sensors?sensor=FRIDGE-7&range=6h&compare=PHARMA-1&site=LYON-WH',
    isRestored: (page) => [
      page.getByRole('heading', { name: 'FRIDGE-7' }),
      option(page, 'Site', 'LYON-WH'),
      page.getByRole('button', { name: /Stop comparing/ }),
    ],
  },
  {
    place: '/scans?view=history&site=DIJON-DC',
    isRestored: (page) => [
      option(page, 'Site', 'DIJON-DC'),
      page.getByRole('row', { name: /Dijon/ }).first(),
    ],
  },
  { place: '/orders?filter=delivered', isRestored: (page) => [page.getByRole('row', { name: /WM-1002/ })] },
  {
    place: '/orders?order=WM-1004',
    isRestored: (page) => [page.getByRole('heading', { level: 1, name: 'WM-1004' })],
  },
  {
    place: '/cold-chain?watched=PHARMA-1+Temperature',
    isRestored: (page) => [page.getByRole('region', { name: /Vaccine shelf/ })],
  },
];

for (const { place, isRestored } of links) {
  test(`${place} opens as it was left, and again after a reload`, async ({ page, station }) => {
    await openConsole(page, station, place);
    await expectShown(page);
    for (const shown of isRestored(page)) await expect(shown).toBeAttached();
    const hash = new URL(page.url()).hash;
    await page.reload();
    await expectShown(page);
    for (const shown of isRestored(page)) await expect(shown).toBeAttached();
    expect(new URL(page.url()).hash).toBe(hash);
  });
}

test('back and forward go from screen to screen and selection to selection, not letter by letter', async ({
  page,
  station,
}) => {
  await openConsole(page, station, '/devices');
  await page.getByRole('textbox', { name: 'Filter devices' }).fill('g');
  await page.getByRole('textbox', { name: 'Filter devices' }).pressSequentially('un');
  await page.getByRole('row', { name: /GUN-1/ }).click();
  await expect(page.getByRole('region', { name: 'GUN-1' })).toBeVisible();
  await page.getByRole('link', { name: 'Sensors', exact: true }).click();
  await expect(page).toHaveURL(/#\/sensors$/);
  await page.goBack();
  await expect(page.getByRole('region', { name: 'GUN-1' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Filter devices' })).toHaveValue('gun');
  await page.goBack();
  await expect(page.getByRole('region', { name: 'GUN-1' })).toHaveCount(0);
  await page.goForward();
  await expect(page.getByRole('region', { name: 'GUN-1' })).toBeVisible();
});
