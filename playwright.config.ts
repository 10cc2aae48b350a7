import { defineConfig } from '@playwright/test';

import { chromiumArgs, chromiumPath } from './test/e2e/support/chromium.ts';

const executablePath = chromiumPath();

/** What is held to a second of real time; the battery runs nothing else meanwhile. */
const timed = '**/from-outside.spec.ts';

export default defineConfig({
  testDir: 'test/e2e',
  projects: [
    { name: 'screens', testMatch: '**/*.spec.ts', testIgnore: timed, outputDir: 'test-results/screens' },
    { name: 'timed', testMatch: timed, outputDir: 'test-results/timed' },
  ],
  // One station and one browser at a time: the machines that run this have two cores.
  workers: 1,
  retries: 1,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    headless: true,
    actionTimeout: 20_000,
    viewport: { width: 1280, height: 720 },
    // Neither the host's zone nor any site's: a time shown in it would be wrong.
    timezoneId: 'America/New_York',
    locale: 'en-GB',
    contextOptions: { reducedMotion: 'reduce' },
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      args: [...chromiumArgs],
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
});
