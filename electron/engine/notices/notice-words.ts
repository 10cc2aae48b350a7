import type { AlertRow } from '#shared/contract/types.ts';
import { severities, type Severity } from '#shared/domain/alert.ts';

/** What is said in one notice, however it is sent. */
export interface NoticeBody {
  readonly text: string;
  /** The alerts as the API gives them, at most `listed` of them. */
  readonly alerts: readonly AlertRow[];
  readonly count: number;
}

export interface Notice {
  readonly subject: string;
  readonly body: NoticeBody;
}

export interface NoticeContext {
  /** How long nobody acknowledged them, in seconds; 0 for what is new. */
  readonly afterS: number;
  /** Where the console is, for links. */
  readonly url: string | undefined;
}

const listed = 20;
const severityWord: Readonly<Record<Severity, string>> = {
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
};

/** Words for alerts somebody is told of together; the worst first. Pure. */
export function noticeOf(alerts: readonly AlertRow[], { afterS, url }: NoticeContext): Notice {
  const sorted = [...alerts].sort(
    (a, b) =>
      severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
      a.raisedTime.localeCompare(b.raisedTime),
  );
  const shown = sorted.slice(0, listed);
  const more = sorted.length - shown.length;
  const waiting = afterS === 0 ? [] : [`Nobody has acknowledged this for ${minutesText(afterS)}.`, ''];
  const lines = shown.flatMap((alert) => [...linesOf(alert, url), '']);
  const rest = more > 0 ? [`And ${more} more: ${linkTo(url, '#/alerts') ?? 'see the console.'}`] : [];
  return {
    subject: subjectOf(sorted, afterS),
    body: { text: [...waiting, ...lines, ...rest].join('\n').trim(), alerts: shown, count: sorted.length },
  };
}

/** A notice that says that it is a test. */
export function testNotice(channelName: string): Notice {
  const text = `This is a test of “${channelName}”. Nothing is wrong.`;
  return { subject: '[Waymark] Test', body: { text, alerts: [], count: 0 } };
}

function subjectOf(alerts: readonly AlertRow[], afterS: number): string {
  const waiting = afterS === 0 ? '' : ` (not acknowledged for ${minutesText(afterS)})`;
  const [first] = alerts;
  if (alerts.length === 1 && first !== undefined)
    return oneLine(`[Waymark] ${severityWord[first.severity]}: ${first.message}${waiting}`);
  const counts = severities
    .toReversed()
    .map((severity) => ({ severity, n: alerts.filter((alert) => alert.severity === severity).length }))
    .filter(({ n }) => n > 0)
    .map(({ severity, n }) => `${n} ${severity}`);
  return `[Waymark] ${alerts.length} alerts: ${counts.join(', ')}${waiting}`;
}

function linesOf(alert: AlertRow, url: string | undefined): string[] {
  const { severity, message, startTime, endTime, orderNumbers, alertId } = alert;
  const orders = orderNumbers.slice(0, 10).join(', ');
  const moreOrders = orderNumbers.length > 10 ? ` and ${orderNumbers.length - 10} more` : '';
  const link = linkTo(url, `#/alerts?alert=${encodeURIComponent(alertId)}`);
  return [
    `${severityWord[severity]}: ${message}`,
    `Since ${startTime}${endTime === undefined ? '' : `, over since ${endTime}`}`,
    ...(orders === '' ? [] : [`Orders: ${orders}${moreOrders}`]),
    ...(link === undefined ? [alertId] : [link]),
  ];
}

function linkTo(url: string | undefined, hash: string): string | undefined {
  return url === undefined ? undefined : `${url}/${hash}`;
}

function minutesText(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** A subject is one line, whatever a device calls itself. */
function oneLine(text: string): string {
  const line = text.replaceAll(/\p{Cc}+/gu, ' ').trim();
  return line.length <= 200 ? line : `${line.slice(0, 199)}…`;
}
