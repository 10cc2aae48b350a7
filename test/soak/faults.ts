import { runTruth } from '../support/truth-run.ts';
import { mustHold, type Part } from './part.ts';

/** A simulated working day with one kind of fault, compared with what really happened. */
export function faultPart(fault: string): Part {
  return async ({ seconds, seed }) => {
    const hours = seconds < 15 ? 4 : 10;
    const { compared, differences } = await runTruth({ seed, hours, faults: fault });
    mustHold(
      differences.length === 0,
      `${differences.length} differences, the first: ${differences.slice(0, 3).join('; ')}`,
    );
    mustHold(compared.orders > 0 && compared.scans > 0, 'nothing was compared');
    return `${hours} h: ${compared.orders} orders, ${compared.parcels} parcels, ${compared.vehicles} vehicles, ${compared.scans} scans as they were`;
  };
}
