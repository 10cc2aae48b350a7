import { Maximize } from 'lucide-react';
import { useCallback, useEffect, useRef } from 'react';

import { useMap } from '#renderer/map/map-context.ts';
import { MapControls } from '#renderer/map/MapControls.tsx';
import { MapPins } from '#renderer/map/MapPins.tsx';
import { askedFor, isByPerson } from '#renderer/map/moved-by.ts';
import type { TrackFix } from '#renderer/map/track-features.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { agoWords } from '#renderer/text/day-words.ts';
import { orderPageText as text } from '#renderer/text/order-page.ts';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import type { WayPlace } from './way.ts';

export interface WayMapProps {
  readonly places: readonly WayPlace[];
  readonly fixes: readonly TrackFix[];
}

/** The places on the way, and a camera that shows all of it until somebody moves the map. */
export function WayMap({ places, fixes }: WayMapProps) {
  const { map } = useMap();
  const now = useNow(15_000);
  const isMoved = useRef(false);
  const box = boxOf([...places, ...fixes]);
  const boxText = box?.join(',');
  const fit = useCallback(
    (isAsked: boolean) => {
      if (boxText === undefined) return;
      const [west = 0, south = 0, east = 0, north = 0] = boxText.split(',').map(Number);
      isMoved.current = false;
      map.fitBounds(
        [west, south, east, north],
        { padding: { top: 44, bottom: 40, left: 88, right: 96 }, maxZoom: 12, animate: false },
        isAsked ? askedFor : {},
      );
    },
    [map, boxText],
  );
  useEffect(() => {
    const moved = map.on('movestart', (event) => {
      if (isByPerson(event)) isMoved.current = true;
    });
    return () => moved.unsubscribe();
  }, [map]);
  useEffect(() => {
    if (!isMoved.current) fit(false);
  }, [fit]);
  return (
    <>
      <MapPins pins={places.map((place) => ({ ...place, label: labelOf(place, now) }))} />
      <MapControls>
        <IconButton icon={Maximize} label={text.fitWay} onClick={() => fit(true)} />
      </MapControls>
    </>
  );
}

function labelOf({ kind, label, time }: WayPlace, now: number): string {
  const ago = time === undefined ? undefined : agoWords(Date.parse(time), now);
  if (kind === 'destination') return label === '' ? text.mapDestination : label;
  return [label, kind === 'now' ? ago : undefined].filter(Boolean).join(' · ');
}

/** West, south, east, north of places, rounded so that a moving one does not move the map with every step. */
function boxOf(places: readonly { readonly lat: number; readonly lon: number }[]): number[] | undefined {
  if (places.length === 0) return undefined;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { lat, lon } of places) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  const step = Math.max(0.01, (east - west) / 20, (north - south) / 20);
  const down = (value: number): number => Math.floor(value / step) * step;
  const up = (value: number): number => Math.ceil(value / step) * step;
  return [down(west), down(south), up(east), up(north)];
}
