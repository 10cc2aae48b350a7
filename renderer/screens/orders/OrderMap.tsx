import { MapPinOff } from 'lucide-react';
import { useMemo } from 'react';

import type { OrderBelievedRow, TimelineRow } from '#shared/contract/types.ts';
import { minuteMs, toIso } from '#shared/domain/time.ts';

import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { useQueries } from '#renderer/data/use-queries.ts';
import { MapView } from '#renderer/map/MapView.tsx';
import { TrackLayer } from '#renderer/map/TrackLayer.tsx';
import { Block } from '#renderer/orders/Block.tsx';
import type { OrderPlaces } from '#renderer/orders/use-order-places.ts';
import { orderPageText as text } from '#renderer/text/order-page.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import styles from './OrderMap.module.css';
import { useRides } from './use-rides.ts';
import { itemsOf, wayFixes, wayPlaces } from './way.ts';
import { WayMap } from './WayMap.tsx';

export interface OrderMapProps {
  readonly order: OrderBelievedRow;
  readonly timeline: readonly TimelineRow[] | undefined;
  readonly places: OrderPlaces;
}

/** Parcels that go different ways are looked at one at a time: the one asked for, else the one that is behind. */
function followedParcel({ parcels, leastAdvancedParcelId }: OrderBelievedRow, asked: string | undefined) {
  if (parcels.length < 2) return undefined;
  const byId = (id: string | undefined) => parcels.find((each) => each.parcelId === id);
  return byId(asked) ?? byId(leastAdvancedParcelId) ?? parcels[0];
}

/** The newest rides are drawn by their vehicle's own positions; what was before them, from scan to scan. */
const mostTracks = 4;
const startZoom = 4;
const noItems: readonly TimelineRow[] = [];

/** The way of the order so far, where it is and where it goes. */
export function OrderMap({ order, timeline = noItems, places }: OrderMapProps) {
  const { params } = useLocationState();
  const followed = followedParcel(order, params['parcel']);
  const own = useMemo(() => itemsOf(timeline, followed?.parcelId), [timeline, followed?.parcelId]);
  const rides = useRides(order, own, places);
  const minute = useNow(minuteMs);
  const questions = useMemo(
    () =>
      rides.slice(-mostTracks).map(({ vehicleId, from, to }) => ({
        vehicleId,
        from: toIso(from),
        ...(to === undefined ? {} : { to: toIso(to) }),
      })),
    [rides],
  );
  const isRiding = rides.some((ride) => ride.to === undefined);
  const tracks = useQueries('vehicles.track', questions, isRiding ? minute : '');
  const location = followed?.location ?? order.location;
  const way = useMemo(
    () => wayPlaces({ order, location, timeline: own, places }),
    [order, location, own, places],
  );
  const fixes = useMemo(() => wayFixes(own, tracks, places), [own, tracks, places]);
  const start = way.at(-1);
  return (
    <Block
      title={text.map}
      summary={fixes.length > 1 ? text.dashed : undefined}
      actions={
        followed !== undefined && (
          <Select
            aria-label={text.mapParcel}
            value={followed.parcelId}
            onValueChange={(parcel) => setParams({ parcel }, { replace: true })}
            options={order.parcels.map(({ parcelId }) => ({
              value: parcelId,
              label: text.parcelNumber(parcelId),
            }))}
          />
        )
      }
      isFlush
      className={styles['block']}
    >
      <div className={styles['map']}>
        {start === undefined ? (
          <EmptyState icon={MapPinOff} title={text.mapNowhere} />
        ) : (
          <MapView initialView={{ lat: start.lat, lon: start.lon, zoom: startZoom }}>
            <TrackLayer fixes={fixes} />
            <WayMap places={way} fixes={fixes} />
          </MapView>
        )}
      </div>
    </Block>
  );
}
