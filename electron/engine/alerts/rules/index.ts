import type { ExcursionRule } from '../excursion-rule.ts';
import type { AnyRule } from '../rule.ts';
import { badCheckDigit } from './bad-check-digit.ts';
import { calibrationExpired } from './calibration-expired.ts';
import { deviceSilent } from './device-silent.ts';
import { freeze } from './freeze.ts';
import { humidityExcursion } from './humidity-excursion.ts';
import { latePredicted } from './late-predicted.ts';
import { late } from './late.ts';
import { sensorFault } from './sensor-fault.ts';
import { sensorSilent } from './sensor-silent.ts';
import { stabilityBudget } from './stability-budget.ts';
import { temperatureExcursion } from './temperature-excursion.ts';
import { unknownCode } from './unknown-code.ts';
import { wrongSite } from './wrong-site.ts';

/** Every rule; the engine takes them from here by what they read. */
export const rules: readonly AnyRule[] = [
  temperatureExcursion,
  humidityExcursion,
  freeze,
  stabilityBudget,
  sensorFault,
  sensorSilent,
  deviceSilent,
  latePredicted,
  calibrationExpired,
  late,
  unknownCode,
  badCheckDigit,
  wrongSite,
];

/** By what breaking a limit is called. */
export const excursionRules: ReadonlyMap<string, ExcursionRule> = new Map([
  ['temperature-excursion', temperatureExcursion],
  ['humidity-excursion', humidityExcursion],
  ['freeze', freeze],
  ['stability-budget', stabilityBudget],
]);
