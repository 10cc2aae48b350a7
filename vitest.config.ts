import { availableParallelism } from 'node:os';
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
    // As many as there are cores: one less, the usual, would be one on the smallest machines this runs on.
    maxWorkers: Math.max(2, availableParallelism()),
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
