import { VehicleSymbol } from '#renderer/map/VehicleSymbol.tsx';
import { fleetStateText, fleetText } from '#renderer/text/fleet.ts';
import { formatCount } from '#renderer/text/format.ts';
import { type FleetState, fleetStates } from './fleet-rows.ts';
import styles from './StateFilter.module.css';

export interface StateFilterProps {
  readonly counts: ReadonlyMap<FleetState, number>;
  readonly selected: readonly FleetState[];
  readonly onChange: (states: readonly FleetState[]) => void;
}

/** One toggle per state with its count: a filter, a summary and the legend of the map at once. */
export function StateFilter({ counts, selected, onChange }: StateFilterProps) {
  return (
    <div className={styles['filter']} role="group" aria-label={fleetText.stateFilter}>
      {fleetStates.map((state) => {
        const isOn = selected.includes(state);
        return (
          <button
            key={state}
            type="button"
            className={styles['toggle']}
            aria-pressed={isOn}
            data-tip={fleetStateText[state].meaning}
            onClick={() => onChange(isOn ? selected.filter((each) => each !== state) : [...selected, state])}
          >
            <VehicleSymbol vehicle={{ state, position: legendFix, trail: [] }} />
            <span>{fleetStateText[state].label}</span>{' '}
            <span className={styles['count']}>{formatCount(counts.get(state) ?? 0)}</span>
          </button>
        );
      })}
    </div>
  );
}

/** A heading, so that the legend shows the arrow of a moving vehicle. */
const legendFix = { lat: 0, lon: 0, time: '', recordTime: '', deviceId: '', quality: [], headingDeg: 0 };
