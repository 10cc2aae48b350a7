import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const unit = [
  'test/shared/**/*.test.ts',
  'test/engine/**/*.test.ts',
  'test/shell/**/*.test.ts',
  'test/renderer/**/*.test.{ts,tsx}',
  'test/*.test.ts',
];
/**
 * Databases of unit tests live in memory where the system offers that as files: what they test does not depend on a disk,
 * and waiting for one is most of their time. Integration tests keep to the disk.
 */
const inMemory = existsSync('/dev/shm') ? { TMPDIR: '/dev/shm' } : {};
const integration = ['test/contract/**/*.test.ts', 'test/scenarios/**/*.test.ts'];

export default defineConfig({
  test: {
    // As many as there are cores: one less, the usual, would be one on the smallest machines this runs on.
    maxWorkers: Math.max(2, availableParallelism()),
    projects: [
      { test: { name: 'unit', include: unit, environment: 'node', testTimeout: 20_000, env: inMemory } },
      {
        test: {
          name: 'integration',
          retry: 1,
          include: integration,
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
