/**
 * The whole battery in the order that fails soonest: format, lint, types, unit, build, integration, browser.
 * Prints every skip with its reason and ends with one line of counts.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

interface Tally {
  passed: number;
  failed: number;
  readonly skips: { title: string; reason: string | undefined }[];
  readonly failures: string[];
}

const root = join(import.meta.dirname, '..');
const reports = join(root, 'out', 'reports');
/** Where stations keep what was compiled; the same for whatever they are started with, from its first file on. */
const compiled = { NODE_COMPILE_CACHE: join(root, 'out', 'compiled') };
const tally: Tally = { passed: 0, failed: 0, skips: [], failures: [] };

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): boolean {
  process.stdout.write(`\n> ${command} ${args.join(' ')}\n`);
  const binary = join(root, 'node_modules', '.bin', command);
  const result = spawnSync(binary, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...compiled, ...env },
  });
  return result.status === 0;
}

/** Counted, and named again at the very end, where a reader of a long log looks first. */
function fail(title: string): void {
  tally.failed += 1;
  tally.failures.push(title);
}

function readReport(name: string): unknown {
  return JSON.parse(readFileSync(join(reports, name), 'utf8'));
}

interface VitestReport {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { status: string; fullName: string; meta?: { skipReason?: string } }[];
  }[];
}

function vitest(project: 'unit' | 'integration'): boolean {
  const file = `${project}.json`;
  const ok = run('vitest', [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${join(reports, file)}`,
  ]);
  const before = tally.failed;
  for (const suite of (readReport(file) as VitestReport).testResults) {
    if (suite.status === 'failed' && suite.assertionResults.length === 0) fail(suite.name);
    for (const { status, fullName, meta } of suite.assertionResults) {
      if (status === 'passed') tally.passed += 1;
      else if (status === 'failed') fail(fullName);
      else tally.skips.push({ title: fullName, reason: meta?.skipReason });
    }
  }
  if (!ok && tally.failed === before) fail(`vitest --project ${project}`);
  return ok;
}

interface PlaywrightSuite {
  title: string;
  suites?: PlaywrightSuite[];
  specs?: {
    title: string;
    tests: { status: string; annotations: { type: string; description?: string }[] }[];
  }[];
}

function browser(): boolean {
  const ok = run('playwright', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, 'browser.json'),
  });
  const before = tally.failed;
  const report = readReport('browser.json') as { suites: PlaywrightSuite[]; errors: unknown[] };
  for (const suite of report.suites) countSuite(suite);
  if (!ok && tally.failed === before) fail('playwright test');
  return ok;
}

function countSuite(suite: PlaywrightSuite): void {
  for (const spec of suite.specs ?? []) {
    for (const { status, annotations } of spec.tests) {
      if (status === 'expected') tally.passed += 1;
      else if (status === 'flaky') {
        tally.passed += 1;
        process.stdout.write(`passed only at the second attempt: ${spec.title}\n`);
      } else if (status === 'skipped') {
        tally.skips.push({
          title: spec.title,
          reason: annotations.find(({ type }) => type === 'skip')?.description,
        });
      } else fail(spec.title);
    }
  }
  for (const inner of suite.suites ?? []) countSuite(inner);
}

function finish(): never {
  for (const { title, reason } of tally.skips) {
    process.stdout.write(`skipped: ${title}: ${reason ?? 'NO REASON GIVEN'}\n`);
    if (reason === undefined) fail(`skipped without a reason: ${title}`);
  }
  for (const title of tally.failures) process.stdout.write(`failed: ${title}\n`);
  process.stdout.write(`${tally.passed} passed, ${tally.failed} failed, ${tally.skips.length} skipped\n`);
  process.exit(tally.failed === 0 ? 0 : 1);
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const checks: [string, string[]][] = [
  ['oxfmt', ['--check', '.']],
  ['oxlint', ['--type-aware', '--deny-warnings']],
  ['tsc', ['-b']],
];
for (const [command, args] of checks) {
  if (!run(command, args)) {
    fail(command);
    finish();
  }
}
vitest('unit');
if (run('node', ['electron/station/start.ts', '--build-only'])) {
  vitest('integration');
  browser();
} else fail('build');
finish();
