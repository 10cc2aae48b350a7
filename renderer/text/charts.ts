/** Words on and around charts of readings. */
export const chartText = {
  mean: 'mean',
  min: 'min',
  max: 'max',
  value: 'value',
  said: 'sensor said',
  calibrated: (id: string, offset: string) => `calibrated ${offset} (${id})`,
  readings: (count: string) => (count === '1' ? '1 reading' : `${count} readings`),
  noMeasurement: (count: string, values: string) =>
    count === '1'
      ? `No measurement: the sensor said ${values}`
      : `${count} values that are no measurement: ${values}`,
  noReadings: 'No readings',
  noneHere: 'no readings',
  noReadingsIn: (span: string) => `No readings for ${span}`,
  noReadingsSince: (time: string) => `No readings since ${time}`,
  noReadingsBefore: (time: string) => `No readings before ${time}`,
  openNow: 'open',
  closedNow: 'closed',
  both: 'open and closed',
  share: (percent: string) => `open in ${percent} of the readings`,
  crosshair: (title: string) => `${title}: chart. Arrow keys read it out`,
  crosshairIdle: 'No place chosen',
  crosshairHint:
    'Left and right: previous and next reading, with Shift they mark a range. Enter zooms into it, + and − and the wheel zoom, 0 shows the whole range again, Escape lets go.',
  coverage: (percent: string) => `${percent} covered`,
  coverageTip: 'Share of the range in which readings follow one another without a gap',
  noGaps: 'no gaps',
  gaps: (count: string, longest: string) =>
    count === '1' ? `1 gap of ${longest}` : `${count} gaps, longest ${longest}`,
  everyReading: 'every reading shown',
  buckets: (span: string) => `one point per ${span}, extremes kept`,
  table: (title: string) => `${title}, as a table`,
  tableEmpty: 'No readings in this range.',
  column: {
    series: 'Sensor',
    time: 'Time',
    until: 'Until',
    value: 'Value',
    mean: 'Mean',
    said: 'Sensor said',
    min: 'Min',
    max: 'Max',
    count: 'Readings',
  },
} as const;

/** Words of the choice of a time range. */
export const rangeText = {
  label: 'Time range',
  preset: { '1h': '1 h', '6h': '6 h', '24h': '24 h', '7d': '7 d', '30d': '30 d', '90d': '90 d' },
  custom: 'Custom…',
  customTitle: 'From and to',
  from: 'From',
  to: 'To',
  fromHint: 'Empty: from the first one on',
  toHint: 'Empty: up to now',
  zoneHint: (zone: string, offset: string) =>
    `Local time of ${zone} (${offset}), or a time with its own offset`,
  example: '2026-11-22 14:00',
  apply: 'Show this range',
  notATime: 'This is not a time. Write it like 2026-11-22 14:00.',
  endsBeforeStart: 'The end must be after the start.',
  reset: 'Whole range',
  resetTip: 'Back to the range before zooming (0)',
  between: (from: string, to: string) => `${from} – ${to}`,
  start: 'the first',
  now: 'now',
} as const;
