import type { Page } from '@playwright/test';

/** What went wrong in a page without anybody asserting it. */
export interface Faults {
  /** Console errors, exceptions nobody caught and breaches of the content security policy, as they came. */
  readonly seen: readonly string[];
  /** From now on, faults that match are part of what is tested: a station that is killed refuses connections. */
  expect(pattern: RegExp): void;
}

/** Listens to a page from before its first document. */
export async function watchFaults(page: Page): Promise<Faults> {
  const seen: string[] = [];
  const expected: RegExp[] = [];
  const note = (fault: string): void => {
    if (!expected.some((pattern) => pattern.test(fault))) seen.push(fault);
  };
  page.on('console', (message) => {
    if (message.type() === 'error') note(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => note(`exception: ${error.message}`));
  page.on('crash', () => note('the page crashed'));
  await page.exposeFunction('noteViolation', (text: string) => note(`content security policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      // Exposed above, before any document of the page.
      const { noteViolation } = window as unknown as { noteViolation(text: string): void };
      noteViolation(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return {
    seen,
    expect: (pattern) => {
      expected.push(pattern);
    },
  };
}
