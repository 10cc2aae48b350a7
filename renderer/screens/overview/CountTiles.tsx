import type { DeviceStateRow, OrderOverviewRow } from '#shared/contract/types.ts';

import { hrefOf } from '#renderer/data/location-state.ts';
import { useKnownNow } from '#renderer/data/use-now.ts';
import { usePresence } from '#renderer/data/use-presence.ts';
import { orderListHref } from '#renderer/orders/order-links.ts';
import { formatCount } from '#renderer/text/format.ts';
import { overviewText } from '#renderer/text/overview.ts';
import type { Tone } from '#renderer/ui/tone.ts';
import { CountTile } from './CountTile.tsx';
import styles from './CountTiles.module.css';
import { countSilent } from './device-counts.ts';

export interface CountTilesProps {
  readonly overview: OrderOverviewRow | undefined;
  readonly devices: readonly DeviceStateRow[] | undefined;
}

const { count: text } = overviewText;

interface Count {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly value: number | undefined;
  /** How a number above zero is to be taken. */
  readonly tone: Tone;
  readonly href: string;
}

/** How much there is of everything that may need somebody; each number opens its list. */
export function CountTiles({ overview, devices }: CountTilesProps) {
  const now = useKnownNow(5000);
  const { engine } = usePresence();
  const brokers = engine?.brokers ?? [];
  const troubled = brokers.filter(
    ({ link, problem }) => link !== 'connected' || problem !== undefined,
  ).length;
  const counts: readonly Count[] = [
    ...orderCounts(overview),
    {
      id: 'unknown-codes',
      ...text.unknownCodesToday,
      value: overview?.unknownCodesToday,
      tone: 'warn',
      href: hrefOf('/scans', { verdict: 'unknown' }),
    },
    {
      id: 'silent-devices',
      label: text.silentDevices.label,
      hint: text.silentDevices.hint(formatCount(devices?.length ?? 0)),
      value: devices && countSilent(devices, now),
      tone: 'warn',
      href: hrefOf('/devices', { state: 'silent' }),
    },
    {
      id: 'quarantined',
      ...text.quarantined,
      value: engine?.ingest.quarantined,
      tone: 'quiet',
      href: hrefOf('/devices', { tab: 'quarantine' }),
    },
    {
      id: 'brokers',
      label: text.brokers.label,
      hint: text.brokers.hint(formatCount(brokers.length)),
      value: engine === undefined ? undefined : troubled,
      tone: 'bad',
      href: hrefOf('/settings', { section: 'broker' }),
    },
  ];
  return (
    <nav aria-label={overviewText.counts}>
      <ul className={styles['tiles']}>
        {counts.map(({ id, ...count }) => (
          <li key={id} data-count={id}>
            <CountTile {...count} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function orderCounts(overview: OrderOverviewRow | undefined): readonly Count[] {
  return [
    { id: 'late', ...text.late, value: overview?.late, tone: 'bad', href: orderListHref('late') },
    { id: 'at-risk', ...text.atRisk, value: overview?.atRisk, tone: 'warn', href: orderListHref('at-risk') },
    {
      id: 'due',
      ...text.dueToday,
      value: overview?.dueToday,
      tone: 'quiet',
      href: orderListHref('due-today'),
    },
    { id: 'open', ...text.open, value: overview?.open, tone: 'quiet', href: orderListHref('open') },
    {
      id: 'delivered',
      ...text.deliveredToday,
      value: overview?.deliveredToday,
      tone: 'quiet',
      href: orderListHref('delivered'),
    },
  ];
}
