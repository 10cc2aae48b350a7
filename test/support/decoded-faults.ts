import {
  observationKinds,
  rejectReasons,
  type Decoded,
  type Observation,
} from '#shared/domain/observation.ts';
import type { ReadingObservation } from '#shared/domain/observation.ts';
import { qualityFlags } from '#shared/domain/quality.ts';
import { quantityOf } from '#shared/domain/quantities.ts';

/** Everything that no stored fact may be, whatever a device sends. */
export function faultsOf(decoded: Decoded): string[] {
  const { observations, rejected, ignored } = decoded;
  const silent = observations.length === 0 && rejected.length === 0 && ignored === undefined;
  return [
    ...(silent ? ['dropped without a word'] : []),
    ...observations.flatMap(faultsOfObservation),
    ...rejected.flatMap(({ reason, detail }) =>
      rejectReasons.includes(reason) && detail.length > 0 && detail.length < 500
        ? []
        : [`bad refusal ${reason}: ${detail}`],
    ),
  ];
}

function faultsOfObservation(observation: Observation): string[] {
  const { kind, deviceId, time, seq, quality = [] } = observation;
  const checks: [boolean, string][] = [
    [observationKinds.includes(kind), 'kind'],
    [deviceId.length > 0 && deviceId.length <= 256 && deviceId.isWellFormed(), 'deviceId'],
    [time === undefined || (Number.isInteger(time) && Math.abs(time) <= 8.64e15), 'time'],
    [seq === undefined || (Number.isSafeInteger(seq) && seq >= 0), 'seq'],
    [quality.every((flag) => qualityFlags.includes(flag)), 'quality'],
    [new Set(quality).size === quality.length, 'repeated flag'],
    [numbersAreFinite(observation), 'a number that is not finite'],
  ];
  return [
    ...checks.filter(([holds]) => !holds).map(([, what]) => `${kind}: ${what}`),
    ...faultsOfContent(observation),
  ];
}

function numbersAreFinite(observation: Observation): boolean {
  return Object.values(observation).every((value) => typeof value !== 'number' || Number.isFinite(value));
}

function faultsOfContent(observation: Observation): string[] {
  const { kind } = observation;
  if (kind === 'reading') return faultsOfReading(observation);
  if (kind === 'position') {
    const { lat, lon, speedMps = 0, headingDeg = 0, accuracyM = 0 } = observation;
    const sane = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && speedMps >= 0 && accuracyM >= 0;
    return sane && headingDeg >= 0 && headingDeg < 360 ? [] : [`position ${JSON.stringify(observation)}`];
  }
  if (kind === 'scan') {
    const { codes } = observation;
    return codes.length > 0 && codes.every(({ length }) => length > 0 && length <= 256) ? [] : ['codes'];
  }
  const { batteryPct = 0 } = observation;
  return batteryPct >= 0 && batteryPct <= 100 ? [] : ['battery'];
}

function faultsOfReading({ values }: ReadingObservation): string[] {
  const faults = values.filter(({ type, value, uom }) => {
    const quantity = quantityOf(type);
    const inRange =
      uom === null || quantity === undefined || (value >= quantity.min && value <= quantity.max);
    return !inRange || !Number.isFinite(value) || type.length === 0 || type.length > 64;
  });
  return values.length > 0 ? faults.map((fault) => JSON.stringify(fault)) : ['an empty reading'];
}
