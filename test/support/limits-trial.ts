import { toIso } from '#shared/domain/time.ts';
import type { AlertRow, ProfileLimitRow } from '#shared/contract/types.ts';
import type { Observation } from '#shared/domain/observation.ts';

import { createAlertRig, type AlertRig } from './alert-rig.ts';
import { oracleAlarms, type StoryReading } from './limits-oracle.ts';
import type { RandomStory } from './limits-story.ts';

const minute = 60_000;
const day = 1440 * minute;
const kinds: ReadonlySet<AlertRow['kind']> = new Set([
  'temperature-excursion',
  'humidity-excursion',
  'freeze',
  'stability-budget',
  'sensor-fault',
  'sensor-silent',
  'device-silent',
]);

export interface Trial {
  readonly found: readonly string[];
  readonly wanted: readonly string[];
}

/** What the engine raises on stories that arrive in their own way, beside what the oracle finds in stories as they were. */
export function tryStories(
  stories: readonly RandomStory[],
  dataDir: string,
  told: (story: RandomStory) => RandomStory = (story) => story,
): Trial[] {
  const rig = createAlertRig(dataDir);
  try {
    const devices = stories.map((story, index) => ({ id: `S-${index}`, story: told(story) }));
    for (const { id, story } of devices) configure(rig, id, story);
    rig.tracking.world.refresh();
    rig.alerts.governance.changed();
    const rounds = Math.max(...devices.map(({ story }) => story.arrivals.length));
    for (let round = 0; round < rounds; round += 1) {
      rig.sendAll(
        devices.flatMap(({ id, story }) => story.arrivals[round]?.map((each) => [asSent(id, each)]) ?? []),
      );
      if (round === 1) rig.restart();
      if (round === 3) rest(rig, 3000);
    }
    // What is silent shows only once time has passed, and what was kept back has come.
    rest(rig, 3000);
    rig.clock.setNow(rig.clock.now() + 3 * day);
    rest(rig, 80_000);
    return devices.map(({ id, story }, index) => ({
      found: linesOf(rig, id, story.limits),
      wanted: wantedLines(stories[index]!),
    }));
  } finally {
    rig.stop();
  }
}

/** The first difference in words; undefined where there is none. */
export function differenceOf({ found, wanted }: Trial): string | undefined {
  const surplus = found.filter((line) => !wanted.includes(line));
  const missing = wanted.filter((line) => !found.includes(line));
  if (surplus.length === 0 && missing.length === 0 && found.length === wanted.length) return undefined;
  return `found ${surplus.slice(0, 3).join('; ')} instead of ${missing.slice(0, 3).join('; ')}`;
}

function rest(rig: AlertRig, ms: number): void {
  rig.clock.advance(ms);
}

function configure(rig: AlertRig, id: string, story: RandomStory): void {
  rig.store.profiles.put({ id: `P-${id}`, name: id, limits: [...story.limits] });
  rig.store.devices.configure({
    deviceId: id,
    expectedEveryS: story.expectedEveryS,
    timeZone: story.timeZone,
    channels: { '': { temperatureProfileId: `P-${id}` } },
  });
  for (const [index, { from, offset, uncertainty }] of story.calibrations.entries())
    rig.store.calibrations.put({
      calibrationId: `C-${id}-${index}`,
      deviceId: id,
      channel: '',
      quantity: 'Temperature',
      offset,
      uncertainty,
      validFrom: from,
    });
  for (const [index, { from, to }] of story.legs.entries())
    rig.store.tracking.putAssociation({
      associationId: `A-${id}-${index}`,
      deviceId: id,
      channel: undefined,
      subjectType: 'vehicle',
      subjectId: `V-${id}-${index}`,
      from,
      to,
    });
}

function asSent(deviceId: string, reading: StoryReading): Observation {
  const { time, Temperature, RelativeHumidity, invalid } = reading;
  return {
    kind: 'reading',
    deviceId,
    time,
    values: [
      { type: 'Temperature', value: Temperature, uom: 'CEL' },
      { type: 'RelativeHumidity', value: RelativeHumidity, uom: 'P1' },
    ],
    ...(invalid ? { quality: ['sensor-invalid'] } : {}),
  };
}

/** Limits go by their place in the profile: a planted fault may change them. */
function linesOf(rig: AlertRig, deviceId: string, limits: RandomStory['limits']): string[] {
  const names = limits.map(nameOf);
  return rig.alerts
    .list({ withdrawn: false, subjectId: deviceId, limit: 100_000 })
    .map(({ row }) => row)
    .filter(({ kind }) => kinds.has(kind))
    .map(({ kind, startTime, endTime, measure }) => {
      if (measure === undefined) return [kind, startTime, endTime ?? '…'].join(' ');
      const { limit, alarmTime, worst, readings, calibration } = measure;
      const figures = [alarmTime, worst.value.toFixed(6), readings, calibration?.decidable ?? ''];
      return [kind, startTime, endTime ?? '…', `limit ${names.indexOf(nameOf(limit))}`, ...figures].join(' ');
    })
    .sort();
}

function wantedLines(story: RandomStory): string[] {
  return oracleAlarms(story)
    .map(({ kind, limit, start, end, alarm, worst, count, decidable }) => {
      const span = [kind, toIso(start), end === undefined ? '…' : toIso(end)];
      if (limit === undefined || alarm === undefined || worst === undefined) return span.join(' ');
      const figures = [toIso(alarm), worst.toFixed(6), count, decidable ?? ''];
      return [...span, `limit ${story.limits.indexOf(limit)}`, ...figures].join(' ');
    })
    .sort();
}

function nameOf(limit: RandomStory['limits'][number] | ProfileLimitRow): string {
  const { quantity, side, value, inclusive, mode, forS, windowS, clearValue, clearForS, scope } = limit;
  return [quantity, side, value, inclusive, mode, forS, windowS, clearValue, clearForS, scope].join('/');
}
