import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { faultIds } from '../../electron/simulator/faults/fault.ts';
import { startStation } from './station.ts';
import { checkTruth, readTruth, type TruthVerdict } from './truth-check.ts';

const simulator = join(import.meta.dirname, '..', '..', 'electron', 'simulator', 'main.ts');

export interface TruthRun {
  readonly seed: number;
  readonly hours: number;
  readonly faults: string;
}

/** A fresh station, a simulated stretch of time at full speed over real MQTT, and the comparison afterwards. */
export async function runTruth({ seed, hours, faults }: TruthRun): Promise<TruthVerdict> {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-truth-'));
  const truthFile = join(folder, 'truth.ndjson');
  const station = await startStation();
  try {
    const args = [
      '--token-file',
      join(station.dataDir, 'station.json'),
      // A working day in the past: the world depends on the calendar.
      '--start',
      '2026-01-14T06:00:00Z',
      '--hours',
      String(hours),
      '--speed',
      'max',
      '--seed',
      String(seed),
      '--faults',
      faults,
      '--truth',
      truthFile,
    ];
    const child = spawn(process.execPath, [simulator, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`the simulator ended with ${String(code)}: ${said}`);
    return await checkTruth(
      readTruth(truthFile),
      async <T>(path: string) => (await station.api<T>('GET', path)).body,
    );
  } finally {
    await station.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

export const everyFault: readonly string[] = faultIds;
