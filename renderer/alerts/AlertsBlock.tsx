import { useMemo } from 'react';

import { hrefOf } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { Block } from '#renderer/orders/Block.tsx';
import { alertsText } from '#renderer/text/alerts.ts';
import { formatCount } from '#renderer/text/format.ts';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';

import styles from './alert-marks.module.css';
import { isOpen, isWaiting, sortAlerts } from './alert-order.ts';
import { AlertItems } from './AlertItems.tsx';

const listed = 4;

/** The worst open alerts, and the way to all of them. */
export function AlertsBlock() {
  const { rows } = useLive('alerts.live', {});
  const open = useMemo(() => sortAlerts(rows?.filter(isOpen) ?? []), [rows]);
  const waiting = open.filter(isWaiting).length;
  return (
    <Block
      title={alertsText.title}
      {...(rows === undefined
        ? {}
        : { summary: alertsText.summary(formatCount(open.length), formatCount(waiting)) })}
    >
      {rows === undefined && <Skeleton width={20} />}
      {rows !== undefined && open.length === 0 && (
        <p className={styles['aside']}>{alertsText.noneOpenTitle}</p>
      )}
      {open.length > 0 && <AlertItems alerts={open.slice(0, listed)} />}
      {open.length > listed && (
        <a href={hrefOf('/alerts')}>{alertsText.more(formatCount(open.length - listed))}</a>
      )}
    </Block>
  );
}
