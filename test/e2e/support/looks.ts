import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong with the page as it stands: rule, element and what to do about it. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  return await faultsOf(axe(page).withTags(standards));
}

/** What of it a theme can change. */
export async function contrastFaults(page: Page): Promise<readonly string[]> {
  return await faultsOf(axe(page).withRules(['color-contrast', 'link-in-text-block']));
}

/**
 * In one go inside the page: there are no frames to gather from. What is right is not listed element by element, which
 * would be most of the work; options come before the rules, which they would replace.
 */
function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
}

async function faultsOf(builder: AxeBuilder): Promise<readonly string[]> {
  const { violations } = await builder.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

/** Everything that has to be scrolled sideways to be seen, except what was made to be. */
export async function sidewaysScrolls(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => {
        const isRoot = element === document.scrollingElement;
        const isCode = element instanceof HTMLPreElement;
        const scrolls = isRoot || ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
        return scrolls && !isCode && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
      })
      .map(
        (element) =>
          `${element.tagName} ${element.getAttribute('aria-label') ?? element.className}: ${element.scrollWidth} in ${element.clientWidth}`,
      ),
  );
}

/** Visible text that ends at an edge although it goes on, and says nowhere what it is in full. */
export async function cutOffText(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const clips = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip';
    const isShown = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      element.closest('.visually-hidden, [aria-hidden=true], .maplibregl-map') === null;

    /** How far the text goes beyond the nearest edges that cut it, in pixels; what scrolls can be reached. */
    function beyond(text: Text): number {
      const range = document.createRange();
      range.selectNodeContents(text);
      const at = range.getBoundingClientRect();
      // Out of sight altogether, like the skip link before it has the focus.
      if (at.bottom <= 0 || at.right <= 0) return 0;
      let most = 0;
      for (let element = text.parentElement; element !== null; element = element.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(element);
        const edge = element.getBoundingClientRect();
        if (clips(overflowX)) most = Math.max(most, at.right - edge.right, edge.left - at.left);
        if (clips(overflowY)) most = Math.max(most, at.bottom - edge.bottom - 2, edge.top - at.top - 2);
        if (!clips(overflowX) && overflowX !== 'visible') break;
      }
      return most;
    }

    /** A text that ends in an ellipsis shows its whole in a tip; another test holds the page to that. */
    function isToldOnHover(element: Element, text: string): boolean {
      const told = element.closest('[data-tip]')?.getAttribute('data-tip') ?? '';
      const ending = [element, element.parentElement, element.parentElement?.parentElement];
      return (
        told.includes(text) ||
        ending.some((each) => each instanceof Element && getComputedStyle(each).textOverflow === 'ellipsis')
      );
    }

    const cut: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const { parentElement: parent, data } = node as Text;
      if (parent === null || data.trim() === '' || parent instanceof HTMLOptionElement || !isShown(parent))
        continue;
      const px = beyond(node as Text);
      if (px > 1 && !isToldOnHover(parent, data.trim())) {
        cut.push(`"${data.trim()}" by ${Math.round(px)} px in ${parent.className || parent.tagName}`);
      }
    }
    return cut;
  });
}
