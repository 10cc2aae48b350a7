import type { Page } from '@playwright/test';

const giveUpMs = 30_000;

export interface Appearance {
  /** Publishes, and resolves once the broker has taken it. */
  readonly publish: () => Promise<void>;
  /** True once the HTTP API answers with it. */
  readonly inApi: () => Promise<boolean>;
  /** Texts that stand on the screen once it shows it. */
  readonly onScreen: readonly string[];
}

/** Milliseconds from before publishing until both the API's answer and the screen had it. */
export async function timeToAppear(page: Page, { publish, inApi, onScreen }: Appearance): Promise<number> {
  const from = performance.now();
  const shown = page.waitForFunction(
    (texts) => {
      const screen = document.querySelector('main')?.textContent ?? '';
      return texts.every((text) => screen.includes(text));
    },
    onScreen,
    { polling: 'raf', timeout: giveUpMs },
  );
  const answered = publish().then(async () => {
    while (!(await inApi())) {
      if (performance.now() - from > giveUpMs) throw new Error('the API never had what was published');
    }
  });
  await Promise.all([shown, answered]);
  return performance.now() - from;
}

/** The middle one: what is usual, whatever the machine was busy with once. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new RangeError('there is no middle of nothing');
  return middle;
}
