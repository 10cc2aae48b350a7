import type { ParamsIn } from '#shared/contract/index.ts';
import type { ProfileLimitRow, TemperatureProfileRow } from '#shared/contract/types.ts';

import { profileSettingsText } from '#renderer/text/settings-places.ts';

const { form: text } = profileSettingsText;

/** A limit as it stands in the form: text wherever something is typed. */
export interface LimitDraft {
  readonly key: number;
  readonly side: ProfileLimitRow['side'];
  readonly quantity: ProfileLimitRow['quantity'];
  readonly value: string;
  readonly inclusive: boolean;
  readonly mode: ProfileLimitRow['mode'];
  readonly forMin: string;
  readonly windowH: string;
  readonly clearValue: string;
  readonly clearForMin: string;
  readonly severity: ProfileLimitRow['severity'];
  readonly scope: ProfileLimitRow['scope'];
  /** Places a hold on the orders concerned. */
  readonly hold: boolean;
}

export interface ProfileDraft {
  readonly id: string;
  readonly name: string;
  readonly limits: readonly LimitDraft[];
}

/** A limit to start from; `key` tells it from the others in the form. */
export function newLimit(key: number, side: LimitDraft['side'] = 'above'): LimitDraft {
  return {
    key,
    side,
    quantity: 'Temperature',
    value: '',
    inclusive: false,
    mode: 'consecutive',
    forMin: '10',
    windowH: '',
    clearValue: '',
    clearForMin: '',
    severity: 'high',
    scope: undefined,
    hold: false,
  };
}

/** The form as a profile is now; without one, two empty limits. */
export function profileDraftOf(profile: TemperatureProfileRow | undefined): ProfileDraft {
  if (profile === undefined)
    return { id: '', name: '', limits: [newLimit(0, 'above'), newLimit(1, 'below')] };
  return { id: profile.id, name: profile.name, limits: profile.limits.map(limitDraftOf) };
}

function limitDraftOf(limit: ProfileLimitRow, key: number): LimitDraft {
  const { side, quantity, inclusive, mode, severity, scope } = limit;
  return {
    key,
    side,
    quantity,
    inclusive,
    mode,
    severity,
    scope,
    hold: limit.hold ?? false,
    value: String(limit.value),
    forMin: scaled(limit.forS, 60),
    windowH: scaled(limit.windowS, 3600),
    clearValue: limit.clearValue === undefined ? '' : String(limit.clearValue),
    clearForMin: scaled(limit.clearForS, 60),
  };
}

function scaled(seconds: number | undefined, by: number): string {
  return seconds === undefined ? '' : String(Number((seconds / by).toFixed(4)));
}

/** Reads a number as people type it, with a comma or a real minus sign too; undefined for what is none. */
export function readNumber(typed: string): number | undefined {
  const plain = typed.trim().replace('−', '-').replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return undefined;
  return Number(plain);
}

/** True where the mode is judged by a time that has to be named. */
export function needsTime(mode: LimitDraft['mode']): boolean {
  return mode === 'consecutive' || mode === 'cumulative' || mode === 'silence' || mode === 'budget';
}

/** True where the mode is judged within a window. */
export function hasWindow(mode: LimitDraft['mode']): boolean {
  return mode === 'cumulative' || mode === 'mkt' || mode === 'rate';
}

/** True where the mode adds up over a trip or a day. */
export function addsUp(mode: LimitDraft['mode']): boolean {
  return mode === 'cumulative' || mode === 'mkt';
}

export type LimitProblems = Partial<
  Record<'value' | 'forMin' | 'windowH' | 'clearValue' | 'clearForMin', string>
>;

/** What is wrong with a limit, by field. */
export function limitProblems(draft: LimitDraft): LimitProblems {
  const value = readNumber(draft.value);
  const problems: LimitProblems = {};
  if (value === undefined && draft.mode !== 'silence') problems.value = text.valueWrong;
  if (needsTime(draft.mode) && draft.forMin.trim() === '') problems.forMin = text.timeMissing;
  else if (!isTime(draft.forMin)) problems.forMin = text.timeWrong;
  if (!isTime(draft.windowH)) problems.windowH = text.timeWrong;
  if (!isTime(draft.clearForMin)) problems.clearForMin = text.timeWrong;
  const clear = draft.clearValue.trim() === '' ? undefined : readNumber(draft.clearValue);
  if (clear === undefined && draft.clearValue.trim() !== '') problems.clearValue = text.valueWrong;
  else if (clear !== undefined && value !== undefined && isWorse(draft.side, clear, value)) {
    problems.clearValue = text.clearWrong;
  }
  return problems;
}

function isTime(typed: string): boolean {
  if (typed.trim() === '') return true;
  const value = readNumber(typed);
  return value !== undefined && value > 0;
}

function isWorse(side: LimitDraft['side'], clear: number, limit: number): boolean {
  return side === 'above' ? clear > limit : clear < limit;
}

export type ProfileProblems = Partial<Record<'id' | 'name', string>>;

/** What is wrong with the rest; ids that others have are taken for a new one. */
export function profileProblems(draft: ProfileDraft, taken: ReadonlySet<string>): ProfileProblems {
  const problems: ProfileProblems = {};
  const id = draft.id.trim();
  if (id === '') problems.id = text.idMissing;
  else if (!/^[\w.-]+$/.test(id)) problems.id = text.idWrong;
  else if (taken.has(id)) problems.id = text.idTaken;
  if (draft.name.trim() === '') problems.name = text.nameMissing;
  return problems;
}

/** The command that makes the profile so; call it only when there are no problems. */
export function profilePut({ id, name, limits }: ProfileDraft): ParamsIn<'profiles.put'> {
  return { id: id.trim(), name: name.trim(), limits: limits.map(limitPut) };
}

function limitPut(draft: LimitDraft) {
  const { side, quantity, inclusive, mode, severity, scope, hold } = draft;
  const forS = seconds(draft.forMin, 60);
  const windowS = seconds(draft.windowH, 3600);
  const clearForS = seconds(draft.clearForMin, 60);
  const clearValue = readNumber(draft.clearValue);
  return {
    side,
    quantity,
    inclusive,
    mode,
    severity,
    value: readNumber(draft.value) ?? 0,
    ...(forS === undefined || mode === 'single' ? {} : { forS }),
    ...(windowS === undefined || !hasWindow(mode) ? {} : { windowS }),
    ...(clearValue === undefined ? {} : { clearValue }),
    ...(clearForS === undefined ? {} : { clearForS }),
    ...(scope === undefined || (mode === 'silence' && scope === 'calendar') ? {} : { scope }),
    ...(hold ? { hold } : {}),
  };
}

function seconds(typed: string, by: number): number | undefined {
  const value = readNumber(typed);
  return value === undefined ? undefined : Math.round(value * by);
}
