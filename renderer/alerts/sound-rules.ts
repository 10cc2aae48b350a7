import type { AlertRow } from '#shared/contract/types.ts';
import { severities, type Severity } from '#shared/domain/alert.ts';

/** Which new alerts this console sounds for, and in which hours of its own day it does not. */
export interface SoundChoice {
  readonly on: readonly Severity[];
  /** `22:00`; empty together with `quietTo`: no quiet hours. */
  readonly quietFrom: string;
  readonly quietTo: string;
}

export const noSound: SoundChoice = { on: [], quietFrom: '', quietTo: '' };

const clock = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Minutes since midnight of `22:00`; undefined for what is no time of day. */
export function minuteOf(text: string): number | undefined {
  const match = clock.exec(text);
  return match === null ? undefined : Number(match[1]) * 60 + Number(match[2]);
}

/** True in the quiet hours, which may go over midnight; their end is no longer one of them. */
export function isQuiet({ quietFrom, quietTo }: SoundChoice, minute: number): boolean {
  const [from, to] = [minuteOf(quietFrom), minuteOf(quietTo)];
  if (from === undefined || to === undefined) return false;
  return from <= to ? from <= minute && minute < to : from <= minute || minute < to;
}

/** What was kept, as far as it can be read. */
export function readChoice(kept: string | null): SoundChoice {
  try {
    const { on, quietFrom, quietTo } = JSON.parse(kept ?? '{}') as Partial<SoundChoice>;
    return {
      on: Array.isArray(on) ? severities.filter((severity) => on.includes(severity)) : [],
      quietFrom: typeof quietFrom === 'string' ? quietFrom : '',
      quietTo: typeof quietTo === 'string' ? quietTo : '',
    };
  } catch {
    return noSound;
  }
}

/** Remembers which alerts nobody has acknowledged, and says what the worst new one among them is. */
export class SoundNews {
  #seen: Set<string> | undefined;

  /** The worst of these severities that is new since the last look; the first look hears nothing. */
  look(alerts: readonly AlertRow[], on: readonly Severity[]): Severity | undefined {
    const seen = this.#seen;
    const waiting = alerts.filter(({ state, withdrawn }) => state === 'active-unacknowledged' && !withdrawn);
    this.#seen = new Set(waiting.map(({ alertId }) => alertId));
    if (seen === undefined) return undefined;
    const news = new Set(waiting.filter(({ alertId }) => !seen.has(alertId)).map(({ severity }) => severity));
    return severities.findLast((severity) => news.has(severity) && on.includes(severity));
  }
}
