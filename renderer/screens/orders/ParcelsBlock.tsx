import { FileSearch } from 'lucide-react';
import { Fragment } from 'react';

import type { OrderBelievedRow } from '#shared/contract/types.ts';
import { isFinal } from '#shared/domain/order-state.ts';

import { setParams } from '#renderer/data/location-state.ts';
import { Block } from '#renderer/orders/Block.tsx';
import { vehicleHref } from '#renderer/orders/order-links.ts';
import { OrderStateMark } from '#renderer/orders/OrderStateMark.tsx';
import type { OrderPlaces } from '#renderer/orders/use-order-places.ts';
import { WhereMark } from '#renderer/orders/WhereMark.tsx';
import { formatCount } from '#renderer/text/format.ts';
import { orderPageText as text } from '#renderer/text/order-page.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import styles from './blocks.module.css';
import { PlaceLink } from './PlaceLink.tsx';

export interface ParcelsBlockProps {
  readonly order: OrderBelievedRow;
  readonly places: OrderPlaces;
}

type Parcel = OrderBelievedRow['parcels'][number];

/** Each parcel: how far it is, where, on what, and the number its carrier knows it by. */
export function ParcelsBlock({ order: { parcels }, places }: ParcelsBlockProps) {
  if (parcels.length === 0) {
    return (
      <Block title={text.parcels}>
        <p className={styles['quiet']}>{text.noParcels}</p>
      </Block>
    );
  }
  return (
    <Block title={text.parcels} summary={text.parcelCount(formatCount(parcels.length))} isFlush>
      <ul className={styles['parcels']}>
        {parcels.map((parcel) => (
          <li key={parcel.parcelId} className={styles['parcel']} data-parcel={parcel.parcelId}>
            <ParcelLine parcel={parcel} places={places} />
          </li>
        ))}
      </ul>
    </Block>
  );
}

function ParcelLine({ parcel, places }: { readonly parcel: Parcel; readonly places: OrderPlaces }) {
  const { parcelId, trackingNumber, carrier, state, location, on } = parcel;
  // That it is on the vehicle it is at is said already.
  const holders = on.length === 1 && on[0] === location.id ? [] : on;
  return (
    <>
      <span className={styles['parcelId']}>
        <span>{parcelId}</span>
        <CopyButton text={parcelId} label={text.parcelNumber(parcelId)} />
        {location.because.length > 0 && (
          <IconButton
            icon={FileSearch}
            size="sm"
            label={text.evidenceOf(text.parcelNumber(parcelId))}
            onClick={() => setParams({ evidence: parcelId })}
          />
        )}
      </span>
      <OrderStateMark state={state} />
      <span className={styles['parcelLine']}>
        <PlaceLink location={location} places={places}>
          <WhereMark location={location} places={places} isFinal={isFinal(state)} />
        </PlaceLink>
        {holders.length > 0 && (
          <span>
            <span className={styles['quiet']}>{text.on}</span> <Carriers on={holders} places={places} />
          </span>
        )}
        {trackingNumber !== undefined && (
          <span className={styles['withButton']}>
            <span className={styles['quiet']}>{carrier ?? text.tracking}</span> {trackingNumber}
            <CopyButton text={trackingNumber} label={text.tracking} />
          </span>
        )}
      </span>
    </>
  );
}

/** What a parcel was put on, from the cage to the vehicle. */
function Carriers({ on, places }: { readonly on: readonly string[]; readonly places: OrderPlaces }) {
  return on.map((id, index) => {
    const vehicle = places.vehicle(id);
    return (
      <Fragment key={id}>
        {index > 0 && ' › '}
        {vehicle === undefined ? id : <a href={vehicleHref(vehicle.vehicleId)}>{places.vehicleName(id)}</a>}
      </Fragment>
    );
  });
}
