import { FileSearch } from 'lucide-react';

import type { OrderBelievedRow } from '#shared/contract/types.ts';
import { isFinal } from '#shared/domain/order-state.ts';

import { setParams } from '#renderer/data/location-state.ts';
import { useNearestPlace } from '#renderer/map/use-nearest-place.ts';
import { Block } from '#renderer/orders/Block.tsx';
import type { OrderPlaces } from '#renderer/orders/use-order-places.ts';
import { WhereMark } from '#renderer/orders/WhereMark.tsx';
import { formatCoordinates, formatDistance, formatNumber } from '#renderer/text/format.ts';
import { orderPageText as text } from '#renderer/text/order-page.ts';
import { ordersText } from '#renderer/text/orders.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import styles from './blocks.module.css';
import { evidenceOfOrder } from './evidence-subject.ts';
import { PlaceLink } from './PlaceLink.tsx';

export interface WhereBlockProps {
  readonly order: OrderBelievedRow;
  readonly places: OrderPlaces;
  /** Zone of a place that is no site. */
  readonly timeZone: string;
}

/** Where it is believed to be, since when that is known, how sure that is, and why. */
export function WhereBlock({ order, places, timeZone }: WhereBlockProps) {
  const { location, leastAdvancedParcelId } = order;
  return (
    <Block
      title={text.where}
      {...(leastAdvancedParcelId === undefined ? {} : { summary: text.leastAdvanced(leastAdvancedParcelId) })}
      actions={
        location.because.length > 0 && (
          <Button
            size="sm"
            icon={FileSearch}
            data-tip={text.evidenceTip}
            onClick={() => setParams({ evidence: evidenceOfOrder })}
          >
            {text.evidence}
          </Button>
        )
      }
    >
      <p className={styles['where']}>
        <PlaceLink location={location} places={places}>
          <WhereMark location={location} places={places} isFinal={isFinal(order.state)} />
        </PlaceLink>
        {location.kind !== 'unknown' && (
          <span className={styles['quiet']} data-tip={text.confidenceTip}>
            {text.confidence(`${formatNumber(location.confidence * 100)} %`)}
          </span>
        )}
      </p>
      <NearWords location={location} />
      {location.asOf !== undefined && (
        <p className={styles['quiet']}>
          <Time
            at={location.asOf}
            timeZone={location.kind === 'site' ? places.zoneOf(location.id) : timeZone}
          />
        </p>
      )}
    </Block>
  );
}

/** The town nearest to a moving place; a site's name says enough. */
function NearWords({ location }: { readonly location: OrderBelievedRow['location'] }) {
  const { kind, lat, lon } = location;
  const position = kind !== 'site' && lat !== undefined && lon !== undefined ? { lat, lon } : undefined;
  const search = useNearestPlace(position);
  if (position === undefined) return null;
  const coordinates = formatCoordinates(position.lat, position.lon);
  if (search.status !== 'found') return <p className={styles['quiet']}>{coordinates}</p>;
  const { place, distanceM } = search.nearest;
  const { value, unit } = formatDistance(distanceM);
  return (
    <p className={styles['quiet']} data-tip={coordinates}>
      {ordersText.near(`${value} ${unit}`, place.name)}
    </p>
  );
}
