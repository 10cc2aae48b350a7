import type { AlertRow } from '#shared/contract/types.ts';
import { severities, type AlertState, type Severity } from '#shared/domain/alert.ts';

import type { NoticeRuleRow, StepTaken } from '../store/notices.ts';
import { afterQuietHours } from './quiet-hours.ts';

/** A step of a rule for one alert on one channel, and from when on it is to be taken. */
export interface DueStep extends Omit<StepTaken, 'alertKey'> {
  readonly due: number;
  readonly afterS: number;
}

/** What has one cause comes within a moment: nobody is told of the first of it alone. */
export const gatherMs = 3000;

const untold: ReadonlySet<AlertState> = new Set(['active-unacknowledged', 'returned-unacknowledged']);

/** True while somebody is to be told of it: nobody has said that they know, and nothing says that they need not. */
export function isToBeTold({ state, withdrawn }: Pick<AlertRow, 'state' | 'withdrawn'>): boolean {
  return !withdrawn && untold.has(state);
}

/** An alarm that chatters is told of until it is clear that it does; from then on it is one entry of the list. */
const mostRepeats = 3;

/** True where a rule concerns an alert. */
export function concerns({ rule, since }: NoticeRuleRow, alert: AlertRow): boolean {
  return (
    rule.enabled &&
    Date.parse(alert.raisedTime) >= since &&
    (alert.repeats ?? 1) <= mostRepeats &&
    isAsSevere(alert.severity, rule.minSeverity) &&
    (rule.kinds.length === 0 || rule.kinds.includes(alert.kind))
  );
}

/** Every step of the rules that is still to be taken for an alert, whenever it comes due. Pure. */
export function stepsOf(
  alert: AlertRow,
  rules: readonly NoticeRuleRow[],
  taken: ReadonlySet<string>,
  hostZone: string,
): DueStep[] {
  const raised = Date.parse(alert.raisedTime);
  return rules
    .filter((row) => concerns(row, alert))
    .flatMap(({ rule }) =>
      rule.steps.flatMap(({ afterS, channelIds }, step) => {
        const reached = raised + Math.max(gatherMs, afterS * 1000);
        const quiet = rule.quietHours;
        const isHeld =
          quiet !== undefined &&
          (quiet.exceptFrom === undefined || !isAsSevere(alert.severity, quiet.exceptFrom));
        const due = isHeld ? afterQuietHours(reached, quiet, quiet.timeZone ?? hostZone) : reached;
        return channelIds.map((channelId) => ({ ruleId: rule.ruleId, step, channelId, due, afterS }));
      }),
    )
    .filter((step) => !taken.has(stepName(step)));
}

/** How a step is known among those of one alert. */
export function stepName({ ruleId, step, channelId }: Omit<StepTaken, 'alertKey'>): string {
  return JSON.stringify([ruleId, step, channelId]);
}

function isAsSevere(severity: Severity, least: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(least);
}
