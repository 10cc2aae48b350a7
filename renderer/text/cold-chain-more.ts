/** Words of what is worked out from readings: the mean kinetic temperature, calibrations, logger files, events. */
export const mktText = {
  title: 'Mean kinetic temperature',
  windows: { day: 'Last 24 hours', month: 'Last 30 days', trip: 'This trip' },
  covered: (percent: string) => `${percent} % covered`,
  range: (least: string, most: string) => `${least} to ${most}`,
  none: 'not given',
  failed: 'It could not be worked out',
} as const;

export const laneText = {
  label: 'Events on the time axis',
  rows: { door: 'Door', on: 'On', place: 'Place', scans: 'Scans' },
  doorOpen: 'door open',
  onTheWay: 'on the way',
  subject: {
    vehicle: (id: string) => `vehicle ${id}`,
    parcel: (id: string) => `parcel ${id}`,
    pallet: (id: string) => `pallet ${id}`,
  },
  scan: 'scan',
  scanned: (step: string, codes: string, count: number) =>
    `${step}: ${codes}${count > 1 ? ` and ${count - 1} more` : ''}`,
} as const;

export const calibrationText = {
  title: 'Calibration register',
  text: 'The offset is added to what a sensor says from the day it applies; what it said is kept. Nearer to a limit than the uncertainty, nothing can be decided, and alerts say so.',
  create: 'New calibration',
  emptyTitle: 'No calibration is entered',
  failed: 'The register could not be loaded',
  columns: {
    sensor: 'Sensor',
    offset: 'Offset',
    uncertainty: 'Uncertainty',
    validFrom: 'Applies from',
    due: 'Due',
    state: 'State',
  },
  state: { current: 'applies', due: 'overdue', past: 'replaced', future: 'to come' },
  none: '—',
  form: {
    title: 'New calibration',
    id: 'Number of the calibration',
    device: 'Device',
    channel: 'Channel',
    channelHint: 'Empty where it has only one.',
    offset: 'Offset (°C)',
    uncertainty: 'Uncertainty ± (°C)',
    validFrom: 'Applies from',
    due: 'Due again',
    certificate: 'Certificate',
    save: 'Enter',
    saved: (id: string) => `Calibration ${id} is entered`,
    missing: 'It is needed.',
    wrongNumber: 'A number is needed.',
    wrongDate: 'A date such as 2026-11-28 is needed.',
  },
} as const;

export const loggerText = {
  open: 'Import a logger file',
  title: 'Import a logger file',
  text: 'The export of a Berlinger Fridge-tag or Q-tag. Its samples become readings; what the logger worked out itself is compared with ours.',
  device: 'Readings of',
  deviceHint: 'Empty: the serial number of the logger.',
  zone: 'Zone of its times',
  zoneHint: 'The file names none.',
  choose: 'Choose the file',
  chooseOther: 'Choose another file',
  file: 'Logger file',
  reading: (name: string) => `Reading ${name}`,
  failed: 'It could not be imported',
  readings: (samples: string, stored: string, duplicates: string) =>
    `${samples} samples: ${stored} new readings, ${duplicates} known before.`,
  dailyOnly: 'The file holds no samples, only the logger’s own figures for each day. They are kept as such.',
  columns: { what: 'What', logger: 'Logger', ours: 'Ours', agrees: 'Agrees' },
  days: {
    date: 'Day',
    least: 'Lowest',
    most: 'Highest',
    average: 'Mean',
    low: 'Below (min)',
    high: 'Above (min)',
  },
  yes: 'yes',
  no: 'no',
} as const;

export const previewText = {
  title: 'Try it on what a sensor recorded',
  sensor: 'Sensor',
  choose: 'Choose one',
  span: 'Of the last',
  spans: { '1': '24 hours', '7': '7 days', '30': '30 days' },
  none: (readings: string) => `None of the ${readings} readings would have alarmed.`,
  noReadings: 'There are no readings in that time.',
  some: (count: string) => (count === '1' ? 'One alarm:' : `${count} alarms:`),
  wrong: 'Complete the limits first.',
  goesOn: 'goes on',
  alarmAt: 'alarm',
  worst: 'worst',
} as const;
