import type { QualityFlag } from '#shared/domain/quality.ts';

interface QualityWords {
  readonly label: string;
  /** `warn`: the fact itself is in doubt; `quiet`: good to know. */
  readonly tone: 'warn' | 'quiet';
  readonly meaning: string;
}

/** What each quality flag of a stored fact means. */
export const qualityText: Readonly<Record<QualityFlag, QualityWords>> = {
  'no-fix': { label: 'no fix', tone: 'warn', meaning: 'The receiver had no position fix' },
  'stale-fix': { label: 'old fix', tone: 'warn', meaning: 'The position is older than the message' },
  'clock-not-set': {
    label: 'clock not set',
    tone: 'warn',
    meaning: "The device's clock was not set; the time of receipt is used",
  },
  'no-time': {
    label: 'no time',
    tone: 'quiet',
    meaning: 'The message gives no time; the time of receipt is used',
  },
  'zero-time': {
    label: 'zero time',
    tone: 'warn',
    meaning: 'The device gives zero as its time; the time of receipt is used',
  },
  late: { label: 'late', tone: 'quiet', meaning: 'Received more than two minutes after it happened' },
  'out-of-order': {
    label: 'out of order',
    tone: 'quiet',
    meaning: 'Older than what the device had reported before',
  },
  'sensor-invalid': {
    label: 'sensor fault',
    tone: 'warn',
    meaning: 'The sensor reported that its value is not valid',
  },
  'out-of-range': {
    label: 'impossible',
    tone: 'warn',
    meaning: 'A value that cannot be a measurement of this quantity',
  },
  'sentinel-minus-one': { label: 'minus one', tone: 'quiet', meaning: 'The device uses −1 for "not known"' },
  'numbers-as-strings': {
    label: 'numbers as text',
    tone: 'quiet',
    meaning: 'The device sends numbers as text',
  },
  undecoded: { label: 'not decoded', tone: 'warn', meaning: 'A part of the message could not be decoded' },
  'empty-payload': { label: 'empty', tone: 'quiet', meaning: 'The message had no content' },
  simulated: { label: 'simulated', tone: 'warn', meaning: 'The device says that this is simulated' },
  'mock-location': {
    label: 'mock location',
    tone: 'warn',
    meaning: 'The phone says that its position is made up',
  },
  encrypted: { label: 'encrypted', tone: 'warn', meaning: 'The message was encrypted' },
  'not-json': { label: 'not JSON', tone: 'warn', meaning: 'The message was not JSON' },
  mismatch: { label: 'mismatch', tone: 'warn', meaning: 'Two parts of the message contradict each other' },
  ambiguous: { label: 'ambiguous', tone: 'quiet', meaning: 'The message can be read in more than one way' },
  'sequence-gap': { label: 'gap before', tone: 'warn', meaning: 'Messages before this one are missing' },
  'same-values-again': {
    label: 'same again',
    tone: 'warn',
    meaning: 'The same values as before, which can mean a stuck sensor',
  },
  'unit-not-stated': { label: 'no unit', tone: 'quiet', meaning: 'The device states no unit' },
  'zone-assumed': {
    label: 'zone assumed',
    tone: 'quiet',
    meaning: 'The local time had no zone; the zone of the device, site or host is used',
  },
  conflict: {
    label: 'conflict',
    tone: 'warn',
    meaning: 'The same fact was reported before with other content',
  },
  'time-ahead': {
    label: 'from the future',
    tone: 'warn',
    meaning: 'Its time was more than two minutes ahead of its receipt; it counts as no newer than that',
  },
  sentinel: {
    label: 'no measurement',
    tone: 'warn',
    meaning: 'A value that sensors write when they measure nothing; it raises no alarm',
  },
  'unit-suspect': {
    label: 'unit suspected',
    tone: 'warn',
    meaning: 'Looks like another unit than its neighbours; it was not converted and raises no alarm',
  },
  teleport: {
    label: 'impossible jump',
    tone: 'warn',
    meaning: 'Too far from the fixes around it for the time between; not used as a last good position',
  },
  'sign-flip': {
    label: 'sign turned',
    tone: 'warn',
    meaning: 'With the sign of a coordinate turned it would fit; not used as a last good position',
  },
  frozen: {
    label: 'frozen',
    tone: 'warn',
    meaning:
      'The same place again and again while it says that it moves, or one value for hours from a sensor that used to move',
  },
  rejected: { label: 'rejected', tone: 'warn', meaning: 'Somebody decided that this is not true' },
};
