import { useMemo } from 'react';

import type { VehicleStateRow } from '#shared/contract/types.ts';

import { hrefOf } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useThrottled } from '#renderer/data/use-throttled.ts';
import { VehicleSymbol } from '#renderer/map/VehicleSymbol.tsx';
import { Block } from '#renderer/orders/Block.tsx';
import { fleetStateText } from '#renderer/text/fleet.ts';
import { formatCount } from '#renderer/text/format.ts';
import { overviewText as text } from '#renderer/text/overview.ts';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import styles from './asides.module.css';

type State = VehicleStateRow['state'];

const states: readonly State[] = ['alert', 'silent', 'moving', 'stopped', 'unknown'];
/** The counts change slowly, however often the vehicles report. */
const countMs = 1000;

/** How the vehicles are doing; each line opens them on the map. */
export function FleetBlock() {
  const rows = useThrottled(useLive('vehicles.live', {}).rows, countMs);
  const counts = useMemo(() => countStates(rows ?? []), [rows]);
  return (
    <Block
      title={text.fleet}
      {...(rows === undefined ? {} : { summary: text.vehicles(formatCount(rows.length)) })}
      isFlush
    >
      {rows === undefined && (
        <p className={styles['quiet']}>
          <Skeleton width={20} />
        </p>
      )}
      {rows?.length === 0 && <p className={styles['quiet']}>{text.noVehicles}</p>}
      <ul>
        {states
          .filter((state) => (counts.get(state) ?? 0) > 0)
          .map((state) => (
            <li key={state}>
              <a
                className={styles['row']}
                href={hrefOf('/fleet', { state })}
                data-tip={fleetStateText[state].meaning}
              >
                <VehicleSymbol vehicle={{ state, trail: [] }} />
                <span>{fleetStateText[state].label}</span>
                <span className={styles['count']}>{formatCount(counts.get(state) ?? 0)}</span>
              </a>
            </li>
          ))}
      </ul>
    </Block>
  );
}

function countStates(rows: readonly VehicleStateRow[]): ReadonlyMap<State, number> {
  const counts = new Map<State, number>();
  for (const { state } of rows) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}
