import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import type { VehicleStateRow } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { rankTime } from '../live/device-memory.ts';
import { compact } from '../live/rows.ts';
import type { EngineParts } from './engine-parts.ts';
import { instantOr } from './devices.ts';

type ListRow = ResultOf<'vehicles.put'>;

const maxInstant = 8.64e15;

export function fleetHandlers({ store, models, clock, alerts }: EngineParts) {
  function listRow({ trail: _trail, ...row }: VehicleStateRow): ListRow {
    const { position } = row;
    const ageS =
      position === undefined
        ? undefined
        : Math.max(
            0,
            Math.round(
              (clock.now() -
                rankTime({
                  eventTime: Date.parse(position.time),
                  recordTime: Date.parse(position.recordTime),
                })) /
                1000,
            ),
          );
    return compact({ ...row, ageS });
  }

  function known(vehicleId: string): VehicleStateRow {
    const row = models.vehicles.get(vehicleId);
    if (row === undefined) throw new DomainError('not-found', `No vehicle ${vehicleId} is known.`);
    return row;
  }

  return {
    'vehicles.list': () => ({
      items: [...models.vehicles.values()]
        .sort((a, b) => a.vehicleId.localeCompare(b.vehicleId))
        .map(listRow),
    }),
    'vehicles.put': (params: ParamsOut<'vehicles.put'>): ListRow => {
      store.places.putVehicle(params);
      models.refreshVehicle(params.vehicleId);
      alerts.configured();
      return listRow(known(params.vehicleId));
    },
    'vehicles.track': (params: ParamsOut<'vehicles.track'>): ResultOf<'vehicles.track'> => {
      const row = known(params.vehicleId);
      const from = instantOr(params.from, -maxInstant);
      const to = instantOr(params.to, maxInstant);
      const fixes = row.deviceIds
        .flatMap((deviceId) => store.devices.get(deviceId) ?? [])
        .flatMap((device) => store.queries.track(device.key, from, to))
        .sort((a, b) => a.event_time - b.event_time);
      return {
        type: 'Feature',
        geometry:
          fixes.length === 0
            ? null
            : { type: 'LineString', coordinates: fixes.map((fix) => [fix.lon, fix.lat]) },
        properties: { vehicleId: row.vehicleId, times: fixes.map((fix) => toIso(fix.event_time)) },
      };
    },
  };
}
