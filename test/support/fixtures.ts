import { existsSync } from 'node:fs';
import path from 'node:path';

/** Recorded files of others, beside the project; tests that need them run wherever they are. */
export const fixturesFolder =
  process.env['WAYMARK_FIXTURES'] ?? path.join(import.meta.dirname, '../../../shared/fixtures');

export const hasFixtures = existsSync(fixturesFolder);
