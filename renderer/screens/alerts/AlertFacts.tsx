import type { AlertRow } from '#shared/contract/types.ts';

import { knownLateMs } from '#renderer/alerts/alert-order.ts';
import { subjectHref } from '#renderer/alerts/alert-links.ts';
import { hrefOf } from '#renderer/data/location-state.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { alertsText, subjectTypeText } from '#renderer/text/alerts.ts';
import { formatAge, formatCount } from '#renderer/text/format.ts';
import { type Fact, Facts } from '#renderer/ui/Facts.tsx';
import { Time } from '#renderer/ui/Time.tsx';

import styles from './AlertsScreen.module.css';
import { limitFacts, measureFacts } from './measure-facts.tsx';
import type { SubjectNames } from '#renderer/alerts/use-subject-names.ts';

const { panel: text } = alertsText;

export interface AlertFactsProps {
  readonly alert: AlertRow;
  readonly names: SubjectNames;
  readonly timeZone: string;
}

/** When it was, what it is about, who and what it concerns. */
export function AlertFacts({
  alert,
  names,
  timeZone,
  covered,
}: AlertFactsProps & { readonly covered: number }) {
  const { assignee, shelved, outOfService } = alert;
  const facts: Fact[] = [
    { label: subjectTypeText[alert.subject.type], value: <Subject alert={alert} names={names} /> },
    ...timeFacts(alert, timeZone),
    ...(alert.measure === undefined ? [] : measureFacts(alert.measure, timeZone)),
    ...(alert.silence === undefined ? [] : limitFacts(alert.silence)),
    { label: text.orders, value: <Orders numbers={alert.orderNumbers} /> },
    ...placeFacts(alert, names),
    { label: text.assignee, value: assignee ?? <span className={styles['aside']}>{alertsText.nobody}</span> },
  ];
  if (alert.state === 'shelved' && shelved !== undefined) {
    facts.push({ label: text.shelvedUntil, value: <Time at={shelved.until} timeZone={timeZone} withAge /> });
  }
  if (outOfService !== undefined)
    facts.push({
      label: text.outOfService,
      value: <Time at={outOfService.time} timeZone={timeZone} withAge />,
    });
  return <Facts items={[...facts, ...causeFacts(alert, covered)]} />;
}

/** What it follows from, or what follows from it. */
function causeFacts({ alertId, causedBy }: AlertRow, covered: number): Fact[] {
  if (causedBy !== undefined)
    return [
      {
        label: text.causedBy,
        value: <a href={hrefOf('/alerts', { alert: causedBy })}>{text.causedByLink}</a>,
      },
    ];
  if (covered === 0) return [];
  const href = hrefOf('/alerts', { view: 'aside', cause: alertId });
  return [{ label: text.covers, value: <a href={href}>{text.coversLink(formatCount(covered))}</a> }];
}

function timeFacts(alert: AlertRow, timeZone: string): Fact[] {
  const late = knownLateMs(alert);
  return [
    { label: text.began, value: <Time at={alert.startTime} timeZone={timeZone} /> },
    { label: text.ended, value: <End alert={alert} timeZone={timeZone} /> },
    {
      label: text.raised,
      value: (
        <>
          <Time at={alert.raisedTime} timeZone={timeZone} />
          {late !== undefined && (
            <span className={styles['late']}> ({alertsText.knownLate(formatAge(late))})</span>
          )}
        </>
      ),
    },
  ];
}

function End({ alert, timeZone }: Pick<AlertFactsProps, 'alert' | 'timeZone'>) {
  const now = useNow(30_000);
  const start = Date.parse(alert.startTime);
  if (alert.endTime === undefined) {
    return (
      <>
        {text.stillOn} <span className={styles['aside']}>({text.lasts(formatAge(now - start))})</span>
      </>
    );
  }
  return (
    <>
      <Time at={alert.endTime} timeZone={timeZone} />{' '}
      <span className={styles['aside']}>({text.lasted(formatAge(Date.parse(alert.endTime) - start))})</span>
    </>
  );
}

function Subject({ alert, names }: Pick<AlertFactsProps, 'alert' | 'names'>) {
  const href = subjectHref(alert);
  const name = names.nameOf(alert.subject);
  return href === undefined ? <span>{name}</span> : <a href={href}>{name}</a>;
}

function Orders({ numbers }: { readonly numbers: readonly string[] }) {
  if (numbers.length === 0) return <span className={styles['aside']}>{alertsText.noOrders}</span>;
  return (
    <ul className={styles['orders']}>
      {numbers.map((order) => (
        <li key={order}>
          <a href={hrefOf('/orders', { order })}>{order}</a>
        </li>
      ))}
    </ul>
  );
}

/** Places and devices that are not the subject itself. */
function placeFacts({ subject, vehicleId, siteId, deviceId }: AlertRow, names: SubjectNames): Fact[] {
  const facts: Fact[] = [];
  if (vehicleId !== undefined && subject.type !== 'vehicle') {
    const name = names.nameOf({ type: 'vehicle', id: vehicleId });
    facts.push({ label: text.vehicle, value: <a href={hrefOf('/fleet', { vehicle: vehicleId })}>{name}</a> });
  }
  if (siteId !== undefined && subject.type !== 'site') {
    facts.push({ label: text.site, value: names.nameOf({ type: 'site', id: siteId }) });
  }
  if (deviceId !== undefined && subject.type !== 'device') {
    facts.push({
      label: text.device,
      value: <a href={hrefOf('/devices', { device: deviceId })}>{deviceId}</a>,
    });
  }
  return facts;
}
