import type { VehicleStateRow } from '#shared/contract/types.ts';
import type { ContractError } from '#shared/result.ts';

import { fleetText } from '#renderer/text/fleet.ts';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { SearchInput } from '#renderer/ui/SearchInput.tsx';

import { FleetList } from './FleetList.tsx';
import styles from './FleetSidebar.module.css';
import { type FleetView, setFleetView } from './use-fleet-view.ts';

export interface FleetSidebarProps {
  readonly view: FleetView;
  readonly rows: readonly VehicleStateRow[] | undefined;
  readonly error: ContractError | undefined;
  readonly onOpen: (vehicleId: string) => void;
}

/** The list of vehicles with its filter. */
export function FleetSidebar({ view, rows, error, onOpen }: FleetSidebarProps) {
  return (
    <div className={styles['sidebar']}>
      <div className={styles['search']}>
        <SearchInput
          label={fleetText.search}
          clearLabel={fleetText.clearSearch}
          value={view.search}
          onValueChange={setFleetView.search}
        />
      </div>
      {error !== undefined && <ErrorState error={error} />}
      <FleetList
        rows={rows}
        sort={view.sort}
        onSortChange={setFleetView.sort}
        selectedId={view.vehicleId}
        onSelect={view.select}
        onOpen={onOpen}
        onShowAll={view.isShown === undefined ? undefined : view.showAll}
      />
    </div>
  );
}
