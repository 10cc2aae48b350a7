import type { Page } from '@playwright/test';

import { screens } from '#renderer/screens/index.ts';

import { expect, openConsole, test } from './support/console.ts';
import { expectShown, goTo, screenPlaces } from './support/places.ts';

interface Stop {
  readonly name: string;
  readonly region: 'skip' | 'navigation' | 'banner' | 'main' | 'other';
  /** Drawn differently while it has the focus. */
  readonly isMarked: boolean;
  readonly isInView: boolean;
}

/** What has the focus now; undefined: the document itself. */
async function focused(page: Page): Promise<Stop | undefined> {
  return await page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return undefined;
    const labelledBy = element.getAttribute('aria-labelledby');
    const label = labelledBy === null ? null : document.getElementById(labelledBy)?.textContent;
    const field =
      element instanceof HTMLInputElement || element instanceof HTMLSelectElement
        ? element.labels?.[0]?.textContent
        : undefined;
    const name = element.getAttribute('aria-label') ?? label ?? field ?? element.textContent;
    const region = element.closest('nav, header, main, a[href="#content"]');
    const at = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return {
      name: `${element.tagName.toLowerCase()} ${name.trim().slice(0, 60)}`,
      region: region?.matches('a')
        ? 'skip'
        : region?.closest('main')
          ? 'main'
          : region?.matches('nav')
            ? 'navigation'
            : region?.matches('header')
              ? 'banner'
              : 'other',
      isMarked:
        (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) ||
        style.boxShadow !== 'none',
      isInView:
        at.width > 0 &&
        at.height > 0 &&
        at.right > 0 &&
        at.bottom > 0 &&
        at.left < window.innerWidth &&
        at.top < window.innerHeight,
    } as const;
  });
}

/** Everything Tab comes by, once round; far more stops than a screen should have end it too. */
async function tabRound(page: Page): Promise<readonly Stop[]> {
  const stops: Stop[] = [];
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    if (stop === undefined) return stops;
    stops.push(stop);
  }
  throw new Error(`Tab never came round: ${stops.map(({ name }) => name).join(' | ')}`);
}

function ranks(stops: readonly Stop[]): readonly number[] {
  return stops.map(({ region }) => ['skip', 'navigation', 'banner', 'main', 'other'].indexOf(region));
}

test.describe('with the keyboard alone', () => {
  for (const place of screenPlaces) {
    test(`Tab goes once through ${place}: in order, always to be seen, each with a name`, async ({
      page,
      station,
    }) => {
      await openConsole(page, station, place);
      await goTo(page, place);
      const stops = await tabRound(page);
      expect(stops.map(({ region }) => region)).toContain('main');
      expect(ranks(stops)).toEqual(ranks(stops).toSorted((a, b) => a - b));
      expect(stops.filter(({ isMarked }) => !isMarked)).toEqual([]);
      expect(stops.filter(({ isInView }) => !isInView)).toEqual([]);
      expect(stops.filter(({ name }) => name.split(' ').length < 2)).toEqual([]);
    });
  }

  test('every screen is reached from the navigation, and by its letter after g', async ({
    page,
    station,
  }) => {
    await openConsole(page, station);
    for (const { title, path, key } of screens) {
      // The name of a screen may be followed by how much waits there.
      const link = page
        .getByRole('navigation', { name: 'Screens' })
        .getByRole('link', { name: new RegExp(`^${title}\\b`) });
      await link.focus();
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(new RegExp(`#${path}$`));
      await expect(link).toHaveAttribute('aria-current', 'page');
      await page.getByRole('main').focus();
      const other = screens.find((screen) => screen.path !== path);
      await page.keyboard.press('g');
      await page.keyboard.press(other?.key ?? '');
      await expect(page).toHaveURL(new RegExp(`#${other?.path}$`));
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await expect(page).toHaveURL(new RegExp(`#${path}$`));
    }
  });

  test('the skip link leads past the navigation into the screen', async ({ page, station }) => {
    await openConsole(page, station, '/devices');
    await expectShown(page);
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
    await page.keyboard.press('Tab');
    expect((await focused(page))?.region).toBe('main');
    await expect(page).toHaveURL(/#\/devices$/);
  });

  test('Ctrl-K finds a vehicle, a sensor and a command, and Escape gives the focus back', async ({
    page,
    station,
  }) => {
    await openConsole(page, station, '/settings');
    const lookUp = page.getByRole('banner').getByRole('button', { name: /^Find anything/ });
    await lookUp.focus();
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Find or do' });
    await expect(palette.getByRole('combobox')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(palette).toHaveCount(0);
    await expect(lookUp).toBeFocused();

    await page.keyboard.press('Control+k');
    await page.keyboard.type('truck 7');
    await expect(palette.getByRole('option', { name: /Truck 7/ })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#\/fleet\?vehicle=truck-7$/);
    await expect(page.getByRole('region', { name: 'Truck 7' })).toBeVisible();

    await page.keyboard.press('Control+k');
    await page.keyboard.type('fridge');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#\/sensors\?sensor=FRIDGE-7$/);

    await page.keyboard.press('Control+k');
    await page.keyboard.type('dark theme');
    await page.keyboard.press('Enter');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  });

  test('/ goes to the filter of the screen, ? shows every key, and neither while typing', async ({
    page,
    station,
  }) => {
    await openConsole(page, station, '/devices');
    await expect(page.getByRole('row', { name: /GUN-1/ })).toBeVisible();
    await page.keyboard.press('/');
    const filter = page.getByRole('textbox', { name: 'Filter devices' });
    await expect(filter).toBeFocused();
    await page.keyboard.type('gun-1?');
    await expect(filter).toHaveValue('gun-1?');
    await page.keyboard.press('Backspace');
    await expect(page.getByRole('status').filter({ hasText: /^1 of/ })).toBeVisible();
    await expect(page).toHaveURL(/q=gun-1/);

    await page.getByRole('main').focus();
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    for (const { title } of screens) await expect(sheet.getByText(title, { exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
  });

  test('arrows move through a list, Home and End go to its ends, Escape lets go', async ({
    page,
    station,
  }) => {
    await openConsole(page, station, '/devices');
    const list = page.getByRole('grid', { name: 'Devices' });
    await expect(list).toHaveAttribute('aria-busy', 'false');
    await list.focus();
    const ids = await list
      .getByRole('row')
      .evaluateAll((rows) => rows.slice(1).map((row) => row.children[1]?.textContent ?? ''));
    const heading = page.getByRole('main').getByRole('heading', { level: 2 }).first();
    for (const [key, expected] of [
      ['ArrowDown', ids[0]],
      ['ArrowDown', ids[1]],
      ['ArrowUp', ids[0]],
      ['End', ids.at(-1)],
      ['Home', ids[0]],
    ] as const) {
      await page.keyboard.press(key);
      await expect(heading).toHaveText(expected ?? '');
      await expect(list.getByRole('row', { selected: true })).toContainText(expected ?? '');
      await expect(list).toHaveAttribute('aria-activedescendant', /.+/);
    }
    await expect(page).toHaveURL(new RegExp(`device=${ids[0]}`));
    await page.keyboard.press('Escape');
    await expect(list.getByRole('row', { selected: true })).toHaveCount(0);
    await expect(page).not.toHaveURL(/device=/);
  });

  test('Escape in a side panel closes it and gives the focus back to its list', async ({ page, station }) => {
    await openConsole(page, station, '/devices?device=GUN-1');
    const panel = page.getByRole('region', { name: 'GUN-1' });
    await panel.getByRole('button', { name: 'Close' }).focus();
    await page.keyboard.press('Escape');
    await expect(panel).toHaveCount(0);
    await expect(page.getByRole('grid', { name: 'Devices' })).toBeFocused();
  });

  test('a device is configured in its panel, the focus going there and back, and what was said shows at once', async ({
    page,
    station,
  }) => {
    await openConsole(page, station, '/devices?device=GUN-9');
    await page.getByRole('button', { name: 'Edit' }).focus();
    await page.keyboard.press('Enter');
    const form = page.getByRole('region', { name: 'Edit GUN-9' });
    await expect(form.getByLabel('What it is')).toBeFocused();
    await page.keyboard.type('handheld at gate 4');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Edit' })).toBeFocused();
    await expect(page.getByRole('row', { name: /GUN-9/ })).toContainText('handheld at gate 4');
  });

  test('the map is worked with its own keys', async ({ page, station }) => {
    await openConsole(page, station, '/fleet?vehicle=truck-7');
    const map = page.locator('[data-map="ready"]');
    await expect(map).toHaveAttribute('data-idle', 'true');
    await page.getByRole('main').focus();
    await page.keyboard.press('l');
    await expect(page).toHaveURL(/follow=1/);
    await expect(page.getByRole('button', { name: 'Follow the selected vehicle (l)' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await page.keyboard.press('l');
    await expect(page).not.toHaveURL(/follow=1/);
    await page.keyboard.press('f');
    await expect(page).toHaveURL(/map=/);
  });
});
