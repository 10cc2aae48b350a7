import { defineConfig } from 'vitest/config';

const unit = [
  'test/shared/**/*.test.ts',
  'test/engine/**/*.test.ts',
  'test/shell/**/*.test.ts',
  'test/renderer/**/*.test.{ts,tsx}',
  'test/*.test.ts',
];
const integration = ['test/contract/**/*.test.ts', 'test/scenarios/**/*.test.ts'];

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: unit, environment: 'node', testTimeout: 20_000 } },
      {
        test: {
          name: 'integration',
          retry: 1,
          include: integration,
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
