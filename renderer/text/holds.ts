import type { CorrectionReason, HoldKind, HoldSubjectType } from '#shared/domain/hold.ts';

const kindText = {
  quality: 'Quality check',
  address: 'Address check',
  customs: 'Customs',
  other: 'Other reason',
} satisfies Readonly<Record<HoldKind, string>>;

/** Words about holds. */
export const holdText = {
  title: 'Holds',
  none: 'Nothing is held.',
  onHold: 'On hold',
  heldFor: (kinds: readonly HoldKind[]) =>
    `On hold: ${kinds.map((kind) => kindText[kind].toLowerCase()).join(', ')}`,
  place: 'Hold…',
  placeTip: 'Stop it at the next scan, with a note',
  placeTitle: 'Hold goods',
  placeText:
    'Whoever scans them is told not to move them, until somebody lifts the hold. A pallet holds what is in it.',
  placeConfirm: 'Place the hold',
  placed: 'The hold is placed',
  what: 'What',
  why: 'Why',
  kinds: kindText,
  subject: (type: HoldSubjectType, id: string) => `${type} ${id}`,
  by: (who: string) => `by ${who}`,
  lift: 'Lift…',
  liftTitle: (what: string) => `Lift the hold on ${what}`,
  liftText: 'From then on its scans are accepted again. The hold stays in the timeline.',
  liftConfirm: 'Lift the hold',
  lifted: 'The hold is lifted',
  note: 'Note',
  noteHint: 'Stays with your name in the timeline',
  noteOptional: 'Optional; stays with your name in the timeline',
  noteMissing: 'Say why, in a few words.',
} as const;

/** Words about scans that are declared wrong. */
export const correctionText = {
  correct: 'Correct…',
  correctTip: 'Declare this scan wrong; it stays in the timeline, struck through',
  undo: 'Undo…',
  undoTip: 'Take the correction back: the scan counts again',
  title: 'Correct a scan',
  text: (scan: string) =>
    `“${scan}” stays as it came in, struck through. State, containment, verdicts and alerts follow what you say here.`,
  confirm: 'Declare it wrong',
  done: 'The scan is corrected',
  reason: 'What is wrong',
  reasons: {
    did_not_occur: 'It did not happen',
    incorrect_data: 'It happened otherwise',
  } satisfies Readonly<Record<CorrectionReason, string>>,
  reasonHints: {
    did_not_occur: 'Nothing of it is believed any more.',
    incorrect_data: 'Change what was otherwise. If you change nothing, nothing of it is believed any more.',
  } satisfies Readonly<Record<CorrectionReason, string>>,
  time: 'Time',
  site: 'Site',
  step: 'Step',
  outcome: 'Outcome',
  code: 'Codes',
  codeHint: 'Several with a space between',
  vehicle: 'Vehicle',
  nothing: '(none)',
  declared: (who: string) => `declared wrong by ${who}`,
  undoTitle: 'Undo the correction',
  undoText: 'The scan counts again as it came in. The correction stays in the timeline.',
  undoConfirm: 'Undo the correction',
  undone: 'The correction is undone',
} as const;
