import type { ExcursionRule } from '../excursion-rule.ts';
import type { AnyRule } from '../rule.ts';
import { addressMismatch } from './address-mismatch.ts';
import { batteryLow } from './battery-low.ts';
import { clockSkew } from './clock-skew.ts';
import { geofence } from './geofence.ts';
import { lateSync } from './late-sync.ts';
import { sensorDisagreement } from './sensor-disagreement.ts';
import { badCheckDigit } from './bad-check-digit.ts';
import { calibrationExpired } from './calibration-expired.ts';
import type { Rule } from '../rule.ts';
import type { JourneyCase, MismatchDetail } from '../journey-case.ts';
import { carrierDisagrees } from './carrier-disagrees.ts';
import { deliveredElsewhere } from './delivered-elsewhere.ts';
import { departureMissed } from './departure-missed.ts';
import { deviceSilent } from './device-silent.ts';
import { freeze } from './freeze.ts';
import { duplicateScan } from './duplicate-scan.ts';
import { dwellExceeded } from './dwell-exceeded.ts';
import { humidityExcursion } from './humidity-excursion.ts';
import { impossibleTravel } from './impossible-travel.ts';
import { latePredicted } from './late-predicted.ts';
import { late } from './late.ts';
import { sensorFault } from './sensor-fault.ts';
import { missingScan } from './missing-scan.ts';
import { movedWithoutScan } from './moved-without-scan.ts';
import { outOfSequence } from './out-of-sequence.ts';
import { quantityMismatch } from './quantity-mismatch.ts';
import { routeDeviation } from './route-deviation.ts';
import { scanAfterDelivery } from './scan-after-delivery.ts';
import { sensorSilent } from './sensor-silent.ts';
import { stabilityBudget } from './stability-budget.ts';
import { stalled } from './stalled.ts';
import { temperatureExcursion } from './temperature-excursion.ts';
import { twoPlacesAtOnce } from './two-places-at-once.ts';
import { unknownCode } from './unknown-code.ts';
import { vehicleStopped } from './vehicle-stopped.ts';
import { wrongSite } from './wrong-site.ts';
import { wrongVehicle } from './wrong-vehicle.ts';

/** What the facts of one parcel say against each other. */
export const journeyRules: readonly Rule<JourneyCase, MismatchDetail>[] = [
  duplicateScan,
  outOfSequence,
  wrongVehicle,
  missingScan,
  impossibleTravel,
  twoPlacesAtOnce,
  deliveredElsewhere,
  movedWithoutScan,
  scanAfterDelivery,
  quantityMismatch,
  carrierDisagrees,
];

/** Every rule; the engine takes them from here by what they read. */
export const rules: readonly AnyRule[] = [
  addressMismatch,
  batteryLow,
  clockSkew,
  geofence,
  lateSync,
  sensorDisagreement,
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
  stalled,
  dwellExceeded,
  departureMissed,
  vehicleStopped,
  routeDeviation,
  ...journeyRules,
];

/** By what breaking a limit is called. */
export const excursionRules: ReadonlyMap<string, ExcursionRule> = new Map([
  ['temperature-excursion', temperatureExcursion],
  ['humidity-excursion', humidityExcursion],
  ['freeze', freeze],
  ['stability-budget', stabilityBudget],
]);
