import { everyFault, runTruth } from './test/support/truth-run.ts';
for (const faults of ['all', ...everyFault]) {
  const t = Date.now();
  const v = await runTruth({ seed: 7, hours: 10, faults });
  console.log(faults, JSON.stringify(v.compared), v.differences.length, v.differences.slice(0, 5), Date.now() - t);
}
