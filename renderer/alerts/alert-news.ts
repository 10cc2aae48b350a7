import type { AlertRow } from '#shared/contract/types.ts';

import { alertKindText, alertsText, severityText } from '#renderer/text/alerts.ts';
import { formatCount } from '#renderer/text/format.ts';

import { alertHref, alertsHref } from './alert-links.ts';
import { severityRank, sortAlerts } from './alert-order.ts';
import type { DesktopNotice } from './notify-choice.ts';

/** More than this at once are one notice: a storm is one thing to look at. */
const mostAtOnce = 3;

/** True for what somebody should be fetched for. */
function isUrgent(alert: AlertRow): boolean {
  return (
    !alert.withdrawn &&
    alert.state === 'active-unacknowledged' &&
    severityRank(alert) >= severityRank({ severity: 'high' })
  );
}

/**
 * Remembers which alerts have been there and says what is new. The first look says nothing: what is on screen
 * when the page opens is no news.
 */
export class AlertNews {
  #seen: Set<string> | undefined;

  /** What to say about these alerts that was not said before. */
  look(alerts: readonly AlertRow[]): readonly DesktopNotice[] {
    const seen = this.#seen;
    // Acknowledged and active again is news, so only what is urgent now counts as said.
    const urgent = alerts.filter(isUrgent);
    this.#seen = new Set(urgent.map((alert) => alert.alertId));
    if (seen === undefined) return [];
    const news = sortAlerts(urgent.filter((alert) => !seen.has(alert.alertId)));
    return news.length > mostAtOnce ? [noticeOfMany(news)] : news.map(noticeOf);
  }
}

function noticeOf(alert: AlertRow): DesktopNotice {
  return {
    title: `${severityText[alert.severity]}: ${alertKindText[alert.kind]}`,
    body: alert.message,
    href: alertHref(alert),
    tag: alert.alertId,
  };
}

function noticeOfMany(news: readonly AlertRow[]): DesktopNotice {
  const lines = news.slice(0, mostAtOnce).map((alert) => alert.message);
  return {
    title: alertsText.notifyMany(formatCount(news.length)),
    body: lines.join('\n'),
    href: alertsHref({}),
    tag: 'many',
  };
}
