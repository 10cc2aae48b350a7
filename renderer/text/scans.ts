import type { BizStep, ToldOutcome } from '#shared/domain/cbv.ts';

import type { Tone } from '../ui/tone.ts';

/** Words of the Scans screen. */
export const scansText = {
  title: 'Scans',
  list: 'Scans',
  view: 'View',
  live: 'Live',
  history: 'History',
  liveSummary: (count: string) => `${count} newest, in order of arrival`,
  historySummary: (count: string, more: boolean) =>
    more
      ? `${count} loaded, newest first by event time; more below`
      : `${count}, newest first by event time; all of the range`,
  loadedAt: 'Loaded',
  refresh: 'Refresh',
  pause: 'Pause',
  resume: 'Resume',
  pauseTip: 'Stop and go on with the space bar',
  paused: 'Paused',
  newScans: (count: string) => (count === '1' ? '1 new scan' : `${count} new scans`),
  atLeast: (count: string) => `more than ${count}`,
  heldBy: {
    paused: 'Paused: press to go on',
    scrolled: 'Held while you read: press to go to the newest',
    pointing: 'Held while you point at the list',
  },
  skipped: (count: string) => `${count} scans are left out here because this page was behind.`,
  showHistory: 'Show them in the history',
  older: 'Older scans',
  olderTip: 'Go on in the history where this list ends',
  code: 'Code (exact)',
  clearCode: 'Clear the code',
  siteFilter: 'Site',
  allSites: 'All sites',
  deviceFilter: 'Device',
  allDevices: 'All devices',
  stepFilter: 'Business step',
  allSteps: 'All steps',
  noStep: 'No step',
  verdictFilter: 'Verdict',
  allVerdicts: 'All verdicts',
  verdictLabel: {
    accepted: 'Accepted',
    duplicate: 'Duplicate',
    'out-of-sequence': 'Out of sequence',
    'wrong-place': 'Wrong place',
    unknown: 'Unknown code',
    held: 'On hold',
  },
  range: { all: 'All' },
  column: {
    time: 'Event time',
    age: 'Age',
    codes: 'Codes',
    step: 'Step',
    verdict: 'Verdict',
    readPoint: 'Read point',
    site: 'Site',
    device: 'Device',
    onto: 'Vehicle, parent',
    outcome: 'Outcome',
    flags: 'Notes',
  },
  columnTip: {
    time: 'When it was scanned, in the zone of the site',
    age: 'Age of the event. Marked where we received it more than two minutes later, or the device’s clock is ahead.',
    onto: 'The vehicle, pallet or cage the codes go onto or come off',
    flags: 'What is to be known about the quality of the scan',
  },
  late: (delay: string) => `${delay} later`,
  early: (delay: string) => `${delay} ahead`,
  lateMark: 'Late',
  earlyMark: 'Ahead',
  lateTip: (delay: string) => `Received ${delay} after the event time`,
  earlyTip: (delay: string) =>
    `The event time is ${delay} ahead of when we received it: the clock of the device is wrong`,
  moreCodes: (count: string) => `+${count}`,
  moreFlags: (count: string) => `+${count}`,
  nothingMatches: 'No scan matches the filter',
  nothingInRange: 'No scans in this range',
  clearAll: 'Show all scans',
  emptyTitle: 'No scan has been received yet',
  emptyText: 'Scans appear here the moment they are stored. Publish one to try it:',
  emptyCommand: 'command that publishes a scan',
  loadingMore: 'Loading older scans…',
  moreFailed: (message: string) => `Older scans could not be loaded: ${message}`,
  panel: {
    title: 'Scan',
    gone: 'This scan is not in the list',
    goneText: 'It may be older than what is loaded, or belong to another installation.',
    copyLink: 'link to this scan',
    codes: 'Codes',
    copyCode: (code: string) => `code ${code}`,
    scansOf: (code: string) => `All scans of ${code}`,
    what: 'What happened',
    when: 'When',
    source: 'Source',
    quality: 'About this scan',
    good: 'Nothing speaks against this scan.',
    step: 'Step',
    noStep: 'None: an observation, it moves nothing',
    outcome: 'Outcome',
    verdict: 'Verdict',
    verdictGiven: 'Answered',
    notAnswered: 'The scanner was not answered',
    quantity: 'Quantity',
    readPoint: 'Read point',
    site: 'Site',
    vehicle: 'Vehicle',
    parent: 'Parent',
    place: 'Place',
    placeCopy: 'coordinates',
    operator: 'Operator',
    eventTime: 'Scanned',
    recordTime: 'Received',
    device: 'Device',
    scansOfDevice: 'All scans of this device',
    topic: 'Topic',
    topicCopy: 'topic',
    sequence: 'Sequence number',
    boot: 'Start of the device',
    antenna: 'Antenna',
    signal: 'Signal',
    reads: 'Reads',
    scanId: 'Scan number',
  },
} as const;

/** Business steps in plain words where the standard's are not. */
const plainSteps: Partial<Readonly<Record<BizStep, string>>> = {
  commissioning: 'Label created',
  staging_outbound: 'Staged out',
  stocking: 'Put on stock',
  holding: 'Held',
  transporting: 'Out for delivery',
  consigning: 'Handed to the carrier',
  collecting: 'Collected',
  entering_exiting: 'Entering or leaving',
  cycle_counting: 'Cycle count',
  stock_taking: 'Stock take',
  void_shipping: 'Shipping cancelled',
  retail_selling: 'Sold',
  killing: 'Tag destroyed',
  decommissioning: 'Label retired',
  creating_class_instance: 'Batch created',
  sensor_reporting: 'Sensor report',
  other: 'Other step',
};

/** A business step in plain words; a word that is none of the standard's is shown as it came. */
export function stepLabel(bizStep: string): string {
  // Looked up by a word that may be none of the keys: then there is no plain word for it.
  const plain = plainSteps[bizStep as BizStep];
  if (plain !== undefined) return plain;
  const words = bizStep.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

interface OutcomeWords {
  readonly label: string;
  readonly tone: Tone;
}

const outcomes: Readonly<Record<ToldOutcome, OutcomeWords>> = {
  delivered: { label: 'Delivered', tone: 'ok' },
  'attempt-failed': { label: 'Attempt failed', tone: 'warn' },
  'available-for-pickup': { label: 'Ready for pick-up', tone: 'info' },
  refused: { label: 'Refused', tone: 'bad' },
  returned: { label: 'Returned', tone: 'warn' },
  exception: { label: 'Exception', tone: 'bad' },
  returning: { label: 'Coming back', tone: 'warn' },
};

/** An outcome in plain words. */
export function outcomeWords(outcome: string): OutcomeWords {
  // As above: a word that is none of the keys has no entry.
  return outcomes[outcome as ToldOutcome] ?? { label: outcome, tone: 'quiet' };
}
