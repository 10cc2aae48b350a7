import { describe, expect, it } from 'vitest';

import { runTruth } from '../support/truth-run.ts';

describe('ten simulated hours over real MQTT, compared with what really happened', () => {
  // Each fault by itself is part of the long battery.
  it.each(['none', 'all'])(
    'every order, parcel, vehicle and scan is as it was, with faults: %s',
    async (faults) => {
      const { compared, differences } = await runTruth({ seed: 11, hours: 10, faults });
      expect(differences).toEqual([]);
      expect(compared.vehicles).toBe(40);
      expect(compared.orders).toBeGreaterThan(800);
      expect(compared.parcels).toBeGreaterThan(compared.orders);
      expect(compared.scans).toBeGreaterThan(5000);
    },
    240_000,
  );
});
