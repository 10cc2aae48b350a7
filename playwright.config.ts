import { defineConfig } from '@playwright/test';

import { chromiumArgs, chromiumPath } from './test/e2e/support/chromium.ts';

const executablePath = chromiumPath();

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
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
