import { useMemo, useRef } from 'react';

import type { OrderBelievedRow, TimelineRow } from '#shared/contract/types.ts';
import { isFinal } from '#shared/domain/order-state.ts';
import { minuteMs } from '#shared/domain/time.ts';

import { useElementSize } from '#renderer/charts/use-element-size.ts';
import { hrefOf, setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useKnownNow } from '#renderer/data/use-now.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { Block } from '#renderer/orders/Block.tsx';
import type { OrderPlaces } from '#renderer/orders/use-order-places.ts';
import { quantityLabel } from '#renderer/text/format.ts';
import { orderPageText as text } from '#renderer/text/order-page.ts';
import { Select } from '#renderer/ui/Select.tsx';
import styles from './TripChart.module.css';
import { type TripSensor, tripSensors, tripSpan } from './trip-sensors.ts';
import { TripSeries } from './TripSeries.tsx';
import { useRides } from './use-rides.ts';

export interface TripChartProps {
  readonly order: OrderBelievedRow;
  readonly timeline: readonly TimelineRow[] | undefined;
  readonly places: OrderPlaces;
}

const noItems: readonly TimelineRow[] = [];

/** What sensors on the parcels or on the vehicles measured from the first to the last event. */
export function TripChart({ order, timeline = noItems, places }: TripChartProps) {
  const { params } = useLocationState();
  const frame = useRef<HTMLDivElement>(null);
  const size = useElementSize(frame);
  const isOver = isFinal(order.state);
  const minute = useKnownNow(minuteMs);
  const trip = useMemo(() => tripSpan(timeline, isOver, minute), [timeline, isOver, minute]);
  const sensors = useTripSensors({ order, timeline, places, trip });
  const chosen = sensors.find((each) => each.id === params['sensor']) ?? sensors[0];
  return (
    <Block
      title={text.sensors}
      {...(chosen === undefined ? {} : { summary: placeOf(chosen, places) })}
      actions={
        chosen !== undefined && (
          <>
            <Select
              aria-label={text.sensorChoice}
              value={chosen.id}
              onValueChange={(sensor) =>
                setParams({ sensor, from: undefined, to: undefined }, { replace: true })
              }
              options={sensors.map((each) => ({
                value: each.id,
                label: `${quantityLabel(each.type)} · ${each.name}`,
              }))}
            />
            <a href={hrefOf('/sensors', { sensor: chosen.sensorId })}>{text.openSensor}</a>
          </>
        )
      }
    >
      <div ref={frame} className={styles['frame']}>
        {trip === undefined && <p className={styles['quiet']}>{text.noTrip}</p>}
        {trip !== undefined && chosen === undefined && (
          <p className={styles['quiet']}>
            {text.noSensors} <a href={hrefOf('/settings', { section: 'vehicles' })}>{text.putSensors}</a>
          </p>
        )}
        {trip !== undefined && chosen !== undefined && size !== undefined && (
          <TripSeries
            key={chosen.id}
            sensor={chosen}
            others={sensors}
            width={size.width}
            timeZone={places.zoneOf(undefined)}
            now={minute}
          />
        )}
      </div>
    </Block>
  );
}

function placeOf({ on }: TripSensor, places: OrderPlaces): string {
  if (on.type === 'vehicle') return text.onVehicle(places.vehicleName(on.id));
  return on.type === 'parcel' ? text.onParcel(on.id) : text.onPallet(on.id);
}

interface TripSensorSources extends TripChartProps {
  readonly timeline: readonly TimelineRow[];
  readonly trip: ReturnType<typeof tripSpan>;
}

function useTripSensors({ order, timeline, places, trip }: TripSensorSources): readonly TripSensor[] {
  const rides = useRides(order, timeline, places);
  const associations = useQuery('associations.list', {}).data?.items;
  const sensors = useLive('sensors.live', {}).rows;
  const sensorsText = sensors?.map(({ sensorId, latest }) => `${sensorId} ${latest.length}`).join('\n');
  return useMemo(
    () =>
      trip === undefined || associations === undefined || sensors === undefined
        ? []
        : tripSensors({
            order,
            timeline,
            rides,
            associations,
            sensors,
            trip,
            devicesOn: (vehicleId) => places.vehicle(vehicleId)?.deviceIds ?? [],
          }),
    // Readings come all the time; which sensors there are does not change with them.
    // oxlint-disable-next-line react/exhaustive-deps
    [order, timeline, rides, associations, sensorsText, trip, places],
  );
}
