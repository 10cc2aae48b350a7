import type { AlertAction, AlertKind, AlertState, AlertSubjectType, Severity } from '#shared/domain/alert.ts';

/** What an alert is about, in few words. */
export const alertKindText: Readonly<Record<AlertKind, string>> = {
  'temperature-excursion': 'Temperature excursion',
  'humidity-excursion': 'Humidity excursion',
  freeze: 'Freezing',
  'sensor-fault': 'Sensor fault',
  'sensor-silent': 'Sensor silent',
  'device-silent': 'Device silent',
  'stability-budget': 'Stability budget',
  'calibration-expired': 'Calibration expired',
  'late-predicted': 'Likely late',
  late: 'Late',
  stalled: 'Stalled',
  'dwell-exceeded': 'Stays too long',
  'departure-missed': 'Departure missed',
  'vehicle-stopped': 'Vehicle stopped',
  'route-deviation': 'Off the route',
  'unknown-code': 'Unknown code',
  'bad-check-digit': 'Wrong check digit',
  'duplicate-scan': 'Scanned twice',
  'out-of-sequence': 'Out of sequence',
  'wrong-site': 'Wrong site',
  'wrong-vehicle': 'Wrong vehicle',
  'missing-scan': 'Scan missing',
  'impossible-travel': 'Impossible travel',
  'two-places-at-once': 'In two places at once',
  'delivered-elsewhere': 'Delivered elsewhere',
  'address-mismatch': 'Address does not fit',
  'moved-without-scan': 'Moved without a scan',
  'scan-after-delivery': 'Scan after delivery',
  'quantity-mismatch': 'Quantity differs',
  'late-sync': 'Device syncs late',
  'clock-skew': 'Clock is off',
  'carrier-disagrees': 'Carrier disagrees',
  'sensor-disagreement': 'Sensors disagree',
  geofence: 'Geofence',
  'battery-low': 'Battery low',
  'broker-down': 'Broker down',
  'disk-low': 'Disk space low',
  'delivery-failed': 'Message not delivered',
};

export const severityText: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};

interface StateWords {
  readonly label: string;
  /** In a sentence, for those who do not know the word. */
  readonly meaning: string;
}

export const alertStateText: Readonly<Record<AlertState, StateWords>> = {
  'active-unacknowledged': {
    label: 'Active, nobody on it',
    meaning: 'It is still so, and nobody has acknowledged it yet.',
  },
  'active-acknowledged': {
    label: 'Active, acknowledged',
    meaning: 'It is still so; somebody has acknowledged it.',
  },
  'returned-unacknowledged': {
    label: 'Over, not seen yet',
    meaning: 'It is back to normal, and nobody has acknowledged that it happened.',
  },
  latched: {
    label: 'Over, to be closed',
    meaning: 'It is over and acknowledged, and stays here until somebody resolves it.',
  },
  shelved: { label: 'Shelved', meaning: 'Somebody has put it aside until a set time, with a reason.' },
  suppressed: { label: 'Covered', meaning: 'Another open alert says the same: see to that one.' },
  'out-of-service': { label: 'Out of service', meaning: 'What it is about is out of service.' },
  normal: { label: 'Closed', meaning: 'There is nothing to do any more.' },
};

export const subjectTypeText: Readonly<Record<AlertSubjectType, string>> = {
  order: 'Order',
  parcel: 'Parcel',
  pallet: 'Pallet',
  vehicle: 'Vehicle',
  device: 'Device',
  channel: 'Sensor',
  site: 'Site',
  system: 'System',
};

export const noteActionText: Readonly<Record<AlertAction, string>> = {
  acknowledge: 'acknowledged it',
  resolve: 'resolved it',
  shelve: 'shelved it',
  unshelve: 'took it off the shelf',
  comment: 'commented',
  assign: 'assigned it',
  quarantine: 'put the goods in quarantine',
  cause: 'named the cause',
  action: 'said what was done',
  decision: 'decided about the goods',
  sign: 'signed the decision',
  system: 'noted by itself',
};

/** Words of the Alerts screen. */
export const alertsText = {
  title: 'Alerts',
  list: 'Alerts',
  summary: (open: string, waiting: string) => `${open} open · ${waiting} not acknowledged`,
  count: (shown: string, total: string) => (shown === total ? total : `${shown} of ${total}`),
  filter: 'Filter alerts',
  clearFilter: 'Clear the filter',
  view: 'Which alerts',
  views: {
    open: 'Open',
    waiting: 'Not acknowledged',
    aside: 'Set aside',
    closed: 'Closed',
    withdrawn: 'Withdrawn',
  },
  viewTip: {
    open: 'Active, or over and not yet dealt with',
    waiting: 'Nobody has acknowledged these yet',
    aside: 'Shelved, covered by another alert, or out of service',
    closed: 'Nothing to do any more: the history',
    withdrawn: 'Later facts showed that these never were; kept for the record',
  },
  kindFilter: 'Kind',
  allKinds: 'All kinds',
  severityFilter: 'Severity',
  allSeverities: 'All severities',
  only: (words: string) => `Only ${words}`,
  endOnly: 'Show all subjects',
  column: {
    severity: 'Severity',
    kind: 'Kind',
    state: 'State',
    subject: 'About',
    message: 'What',
    orders: 'Orders',
    assignee: 'Owner',
    start: 'Since',
    raised: 'Raised',
  },
  columnTip: {
    severity: 'Worst first; within one severity the newest first',
    state: 'What is unattended first',
    start: 'How long ago it began, by the time of the facts',
    raised: 'How long ago it was known here',
    orders: 'Orders it affects',
  },
  knownLate: (age: string) => `known ${age} later`,
  noneOpenTitle: 'No open alerts',
  noneOpen: 'Everything is within its limits, as far as is known. New alerts appear here by themselves.',
  noneInView: 'Nothing here',
  nothingMatches: 'No alert matches the filter',
  showAll: 'Show all of them',
  listFailed: 'The alerts could not be loaded',
  gone: 'This alert is not known',
  goneText: 'The link may be from another installation.',
  copyLink: 'link to this alert',
  nobody: 'Nobody',
  noOrders: 'None',
  panel: {
    state: 'State',
    subject: 'About',
    began: 'Began',
    ended: 'Ended',
    stillOn: 'still so',
    lasted: (age: string) => `lasted ${age}`,
    lasts: (age: string) => `for ${age} now`,
    raised: 'Raised',
    worst: 'Worst value',
    limit: 'Limit',
    profile: 'Profile',
    readings: 'Readings beyond it',
    gapBefore: 'No readings before it',
    gapAfter: 'No readings since',
    unknownMeanwhile: 'what happened meanwhile is not known',
    vehicle: 'Vehicle',
    site: 'Site',
    device: 'Device',
    orders: 'Affected orders',
    assignee: 'Owner',
    shelvedUntil: 'Shelved until',
    evidence: 'Evidence',
    noEvidence: 'No single fact: it follows from time that passed.',
    happened: 'happened',
    received: 'received',
    amended: (count: string) => (count === '1' ? 'changed once' : `changed ${count} times`),
    amendments: 'Changed after it was raised',
    amendmentsHint: 'Later facts changed what this alert says. What it said before is kept.',
    was: 'was',
    notes: 'Notes',
    noNotes: 'Nobody has written anything yet.',
    chart: 'Around the excursion',
    facts: 'Facts',
    withdrawn: 'Withdrawn: later facts show that it never was. Kept for the record.',
    viewer: 'You are signed in as a viewer: you can look and not decide.',
  },
  amended: {
    startTime: 'Beginning',
    endTime: 'End',
    worst: 'Worst value',
    orderNumbers: 'Affected orders',
    withdrawn: 'Withdrawn',
  },
  none: 'none',
  notify: 'Desktop notifications',
  notifyOn: 'Notifications on',
  notifyOff: 'Notify me',
  notifyOnTip: 'New alerts of high and critical severity are said on the desktop. Press to stop.',
  notifyOffTip: 'Say new alerts of high and critical severity on the desktop, also while this page is hidden',
  notifyBlocked: 'Notifications are blocked',
  notifyBlockedTip:
    'The browser blocks notifications of this page: allow them in its settings for this address.',
  notifyMany: (count: string) => `${count} new alerts`,
  badge: (count: string) => `${count} not acknowledged`,
  badgeTip: (count: string) => `${count} alerts not acknowledged`,
  openOf: (count: string) => (count === '1' ? '1 open alert' : `${count} open alerts`),
  more: (count: string) => `${count} more`,
} as const;

interface DecisionWords {
  readonly button: string;
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly note: string;
  readonly done: string;
}

/** Everything that can be done with an alert that is written down. */
export const decisionText = {
  acknowledge: {
    button: 'Acknowledge',
    title: 'Acknowledge this alert',
    text: 'Says that you have seen it and take care of it. It stays open until it is over.',
    confirm: 'Acknowledge',
    note: 'What do you know or do about it?',
    done: 'Acknowledged',
  },
  resolve: {
    button: 'Resolve',
    title: 'Resolve this alert',
    text: 'Closes it. Should it happen again, a new alert is raised.',
    confirm: 'Resolve',
    note: 'What was the cause, and what was decided?',
    done: 'Resolved',
  },
  shelve: {
    button: 'Shelve',
    title: 'Shelve this alert',
    text: 'Puts it aside until the time you set; then it comes back by itself.',
    confirm: 'Shelve',
    note: 'Why can it wait?',
    done: 'Shelved',
  },
  unshelve: {
    button: 'Take off the shelf',
    title: 'Take this alert off the shelf',
    text: 'It is among the open alerts again.',
    confirm: 'Take off the shelf',
    note: 'Note',
    done: 'Off the shelf',
  },
  comment: {
    button: 'Comment',
    title: 'Comment on this alert',
    text: 'Changes nothing but the notes.',
    confirm: 'Add the comment',
    note: 'Comment',
    done: 'Comment added',
  },
  assign: {
    button: 'Assign',
    title: 'Assign this alert',
    text: 'Names who takes care of it. Without a name nobody does.',
    confirm: 'Assign',
    note: 'Note',
    done: 'Assigned',
  },
} as const satisfies Readonly<Record<string, DecisionWords>>;

export type Decision = keyof typeof decisionText;

export const decisionForm = {
  noteHint: 'It stays with the alert, with your name and the time. Ctrl+Enter sends it.',
  noteOptional: 'Optional. Ctrl+Enter sends it.',
  noteMissing: 'Write a few words: without a note this cannot be done.',
  until: 'Until',
  periods: { hour: '1 hour', shift: '8 hours', day: '24 hours', week: '7 days', own: 'A time of my own' },
  untilTime: 'Time',
  untilHint: (zone: string) => `A date and time in ${zone}, for example 2026-11-24 06:00`,
  untilWrong: 'This is not a time that can be read.',
  untilPast: 'The time must be ahead.',
  to: 'Owner',
  toHint: 'A name, initials or a team. Empty: nobody.',
  failed: 'This was not done',
} as const;
