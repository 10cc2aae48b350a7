import type { ExcursionRule } from '../excursion-rule.ts';
import type { AnyRule } from '../rule.ts';
import { deviceSilent } from './device-silent.ts';
import { humidityExcursion } from './humidity-excursion.ts';
import { latePredicted } from './late-predicted.ts';
import { late } from './late.ts';
import { sensorSilent } from './sensor-silent.ts';
import { temperatureExcursion } from './temperature-excursion.ts';
import { unknownCode } from './unknown-code.ts';
import { wrongSite } from './wrong-site.ts';

/** Every rule; the engine takes them from here by what they read. */
export const rules: readonly AnyRule[] = [
  temperatureExcursion,
  humidityExcursion,
  sensorSilent,
  deviceSilent,
  latePredicted,
  late,
  unknownCode,
  wrongSite,
];

/** By the quantity whose limits they are about. */
export const excursionRules: ReadonlyMap<string, ExcursionRule> = new Map([
  ['Temperature', temperatureExcursion],
  ['RelativeHumidity', humidityExcursion],
]);
