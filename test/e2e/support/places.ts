import type { Page } from '@playwright/test';

import { screens } from '#renderer/screens/index.ts';

import { expect } from './console.ts';

/** Places inside screens that are worth a look of their own; used where their screen is registered. */
const insides: Readonly<Record<string, readonly string[]>> = {
  alerts: [
    '/alerts?view=closed',
    '/alerts?q=nothing-is-called-this',
    '/alerts?alert=gone',
    '/alerts?metrics=1',
  ],
  'cold-chain': [
    '/cold-chain?watched=PHARMA-1+Temperature',
    '/cold-chain?watched=gone',
    '/cold-chain?q=nothing-is-called-this',
  ],
  cases: ['/cases?view=all', '/cases?case=1', '/cases?case=gone', '/cases?q=nothing-is-called-this'],
  returns: ['/returns?view=all', '/returns?view=all&return=gone', '/returns?q=nothing-is-called-this'],
  delays: [
    '/delays?view=mismatch',
    '/delays?view=ignored',
    '/delays?finding=alert-1',
    '/delays?finding=gone',
    '/delays?q=nothing-is-called-this',
  ],
  planning: [
    '/planning?by=driver&range=365',
    '/planning?tab=bottlenecks',
    '/planning?tab=what-if',
    '/planning?tab=what-if&kind=delay-departure&vehicle=truck-7&minutes=600',
    '/planning?tab=what-if&kind=swap-vehicle&vehicle=van-3&to=truck-7',
  ],
  fleet: [
    '/fleet?vehicle=truck-7',
    '/fleet?vehicle=van-2',
    '/fleet?vehicle=gone',
    '/fleet?q=nothing-is-called-this',
  ],
  orders: [
    '/orders?order=WM-1001',
    '/orders?order=WM-1003',
    '/orders?q=martin',
    '/orders?filter=late',
    '/orders?order=NOBODY-1',
  ],
  sensors: [
    '/sensors?sensor=FRIDGE-7',
    '/sensors?sensor=COLD-ROOM%23probe-top',
    '/sensors?sensor=gone',
    '/sensors?q=nothing-is-called-this',
  ],
  scans: ['/scans?view=history', '/scans?scan=1', '/scans?code=NOBODY-SCANNED-THIS'],
  devices: [
    '/devices?device=GATEWAY-1',
    '/devices?tab=quarantine',
    '/devices?device=gone',
    '/devices?q=nothing-is-called-this',
  ],
  'data-quality': [
    ...['devices', 'formats', 'topics', 'days', 'doubts'].map((tab) => `/data-quality?tab=${tab}`),
    '/data-quality?tab=doubts&state=all&doubt=gone',
    '/data-quality?tab=devices&q=nothing-is-called-this',
  ],
  settings: [
    'broker',
    'sites',
    'vehicles',
    'profiles',
    'calibrations',
    'notices',
    'senders',
    'data',
    'access',
    'formats',
    'mappings',
    'about',
  ]
    .map((section) => `/settings?section=${section}`)
    .concat('/settings?section=mappings&source=new'),
};

/** Every screen of the console at its own address. */
export const screenPlaces: readonly string[] = screens.map(({ path }) => path);

/** The places inside the screens there are. */
export const insidePlaces: readonly string[] = screens.flatMap(({ id }) => insides[id] ?? []);

/** Goes to a place of a console that is open, and waits until it shows what it has. */
export async function goTo(page: Page, place: string): Promise<void> {
  await page.evaluate(async (hash) => {
    if (window.location.hash === hash) return;
    await new Promise((resolve) => {
      // Two frames after the page has heard of it, what it renders at once is there.
      window.addEventListener(
        'hashchange',
        () => requestAnimationFrame(() => requestAnimationFrame(resolve)),
        { once: true },
      );
      window.location.hash = hash;
    });
  }, `#${place}`);
  await expectShown(page);
}

/** The screen has its heading, and nothing on it is still on its way. */
export async function expectShown(page: Page): Promise<void> {
  const main = page.getByRole('main');
  await expect(main.getByText('Loading the screen')).toHaveCount(0);
  await expect(main.getByRole('heading', { level: 1 }).first()).toBeAttached();
  await expect(main.locator('[aria-busy="true"]')).toHaveCount(0);
}
