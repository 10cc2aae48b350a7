import type { ProfileLimitRow, TemperatureProfileRow } from '#shared/contract/types.ts';

const temperature = {
  inclusive: false,
  quantity: 'Temperature',
  mode: 'consecutive',
  severity: 'high',
} as const;
const minute = 60;
const hour = 3600;

function above(value: number, more: Partial<ProfileLimitRow>): ProfileLimitRow {
  return { ...temperature, side: 'above', value, ...more };
}

function below(value: number, more: Partial<ProfileLimitRow>): ProfileLimitRow {
  return { ...temperature, side: 'below', value, ...more };
}

/** Profiles that are there without being configured; a put under the same id takes a profile's place. */
export const builtInProfiles: readonly Omit<TemperatureProfileRow, 'builtIn'>[] = [
  {
    id: 'crt-15-25',
    name: 'Room temperature, 15 to 25 °C',
    limits: [
      above(25, { forS: hour, clearValue: 24.5, clearForS: 5 * minute, severity: 'medium' }),
      above(30, { forS: 24 * hour, clearValue: 29.5 }),
      above(25, { mode: 'mkt', windowS: 30 * 24 * hour, clearValue: 24.8 }),
      above(40, { mode: 'single', severity: 'critical', clearValue: 39.5 }),
      below(15, { forS: hour, clearValue: 15.5, clearForS: 5 * minute, severity: 'medium' }),
    ],
  },
  {
    id: 'cold-2-8',
    name: 'Kept cool, 2 to 8 °C',
    limits: [
      above(8, { forS: 10 * minute, clearValue: 7.5, clearForS: 2 * minute }),
      below(2, { forS: 10 * minute, clearValue: 2.5, clearForS: 2 * minute }),
      above(8, { mode: 'mkt', windowS: 24 * hour, clearValue: 7.8 }),
      below(0, { mode: 'single', inclusive: true, clearValue: 0.5, severity: 'critical' }),
    ],
  },
  {
    id: 'freezer-25-10',
    name: 'Freezer, -25 to -10 °C',
    limits: [
      above(-10, { forS: 15 * minute, clearValue: -10.5, clearForS: 5 * minute }),
      below(-25, { forS: 30 * minute, clearValue: -24.5, clearForS: 5 * minute, severity: 'medium' }),
    ],
  },
  {
    id: 'deep-frozen-18',
    name: 'Deep-frozen, -18 °C or colder',
    limits: [
      above(-18, { forS: 30 * minute, clearValue: -18.5, clearForS: 5 * minute }),
      // Quick-frozen food may be up to 3 °C warmer for a short time only.
      above(-15, { forS: 5 * minute, clearValue: -15.5, clearForS: 5 * minute, severity: 'critical' }),
    ],
  },
  {
    // WHO PQS E006/TR07, electronic shipping indicators: the threshold itself counts as outside.
    id: 'who-pqs-type-1',
    name: 'WHO PQS type 1, freeze-sensitive vaccines in transport',
    limits: [
      above(45, { inclusive: true, forS: hour, clearValue: 44.5, severity: 'critical' }),
      above(30, { inclusive: true, mode: 'cumulative', forS: 10 * hour, severity: 'critical' }),
      below(-0.5, { inclusive: true, forS: hour, clearValue: 0, severity: 'critical' }),
    ],
  },
  {
    id: 'who-pqs-type-2',
    name: 'WHO PQS type 2, freeze-dried vaccines and OPV in transport',
    limits: [
      above(45, { inclusive: true, forS: hour, clearValue: 44.5, severity: 'critical' }),
      above(30, { inclusive: true, mode: 'cumulative', forS: 10 * hour, severity: 'critical' }),
      above(10, { inclusive: true, mode: 'cumulative', forS: 20 * hour }),
    ],
  },
  {
    id: 'vaccine-fridge',
    name: 'Vaccine refrigerator, 2 to 8 °C, protected from freezing',
    limits: [
      above(8, { forS: 10 * hour, clearValue: 7.5, clearForS: 5 * minute }),
      above(8, { forS: 30 * minute, clearValue: 7.5, clearForS: 5 * minute, severity: 'medium' }),
      // Shake-sensitive vaccines are lost by freezing: the threshold itself counts as outside.
      below(-0.5, {
        inclusive: true,
        forS: hour,
        clearValue: 0,
        clearForS: 5 * minute,
        severity: 'critical',
      }),
      below(2, { forS: 30 * minute, clearValue: 2.5, clearForS: 5 * minute, severity: 'medium' }),
    ],
  },
];
