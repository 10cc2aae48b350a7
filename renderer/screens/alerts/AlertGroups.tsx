import { Layers } from 'lucide-react';
import { useMemo } from 'react';

import type { AlertRow } from '#shared/contract/types.ts';
import { type AlertGroup, groupAlerts } from '#shared/domain/alert-groups.ts';

import { AlertMessage } from '#renderer/alerts/AlertMessage.tsx';
import { isInView, isWaiting } from '#renderer/alerts/alert-order.ts';
import { SeverityMark } from '#renderer/alerts/SeverityMark.tsx';
import { hrefOf } from '#renderer/data/location-state.ts';
import { alertKindText, alertsText } from '#renderer/text/alerts.ts';
import { formatCount } from '#renderer/text/format.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';

import type { AlertFilter } from './alert-filter.ts';
import styles from './AlertGroups.module.css';

export interface AlertGroupsProps {
  /** All that are shown live, what is set aside included. */
  readonly rows: readonly AlertRow[];
  readonly filter: AlertFilter;
}

/** Alerts as at most ten entries: by cause, else by kind. Each leads to the alerts in it. */
export function AlertGroups({ rows, filter: { view } }: AlertGroupsProps) {
  const groups = useMemo(() => {
    const shown = new Set(rows.filter((row) => isInView(row, view)).map(({ alertId }) => alertId));
    // What a shown alert covers is counted with it.
    return groupAlerts(
      rows.filter(({ alertId, causedBy, endTime }) => {
        const isCovered = causedBy !== undefined && endTime === undefined && shown.has(causedBy);
        return shown.has(alertId) || isCovered;
      }),
    );
  }, [rows, view]);
  if (groups.length === 0) return <EmptyState icon={Layers} title={alertsText.noneOpenTitle} />;
  return (
    <ul className={styles['groups']} aria-label={alertsText.groups}>
      {groups.map((group) => (
        <li key={`${group.cause?.alertId ?? ''} ${group.kinds.join(' ')}`}>
          <GroupLine group={group} view={view} />
        </li>
      ))}
    </ul>
  );
}

function GroupLine({
  group,
  view,
}: {
  readonly group: AlertGroup<AlertRow>;
  readonly view: AlertFilter['view'];
}) {
  const { alerts, cause } = group;
  const lead = cause ?? alerts[0];
  if (lead === undefined) return null;
  const times = alerts.map(({ raisedTime }) => raisedTime).sort();
  const waiting = alerts.filter(isWaiting).length;
  return (
    <a className={styles['group']} href={hrefOf('/alerts', placeOf(group, view))}>
      <SeverityMark severity={lead.severity} />
      <span className={styles['what']}>
        <strong>{titleOf(group)}</strong>
        <AlertMessage alert={lead} />
      </span>
      <span className={styles['counts']}>
        <strong>{alertsText.groupCount(formatCount(alerts.length))}</strong>
        {waiting > 0 && <span>{alertsText.groupWaiting(formatCount(waiting))}</span>}
      </span>
      <span className={styles['ages']}>
        <span>
          {alertsText.groupSince} <Age at={times[0]} ago />
        </span>
        <span>
          {alertsText.groupNewest} <Age at={times.at(-1)} ago />
        </span>
      </span>
    </a>
  );
}

function titleOf({ kinds, area, cause }: AlertGroup<AlertRow>): string {
  const [only] = kinds;
  if (cause !== undefined) return alertKindText[cause.kind];
  return kinds.length === 1 && only !== undefined ? alertKindText[only] : alertsText.areas[area];
}

/** Where the alerts of a group are listed one by one. */
function placeOf(
  { alerts, kinds, area, cause }: AlertGroup<AlertRow>,
  view: AlertFilter['view'],
): Record<string, string> {
  const base: Record<string, string> = view === 'open' ? {} : { view };
  const [only] = alerts;
  if (alerts.length === 1 && only !== undefined) return { ...base, alert: only.alertId };
  if (cause !== undefined) return { ...base, alert: cause.alertId };
  const [kind] = kinds;
  return kinds.length === 1 && kind !== undefined ? { ...base, kind } : { ...base, area };
}
