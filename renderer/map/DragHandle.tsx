import { Marker } from 'maplibre-gl';
import { type KeyboardEvent, useEffect, useEffectEvent, useState } from 'react';
import { createPortal } from 'react-dom';

import type { LatLon } from '#shared/domain/geo.ts';

import styles from './DragHandle.module.css';
import { useMap } from './map-context.ts';

export interface DragHandleProps {
  readonly at: LatLon;
  /** What it moves, for assistive technology. */
  readonly label: string;
  readonly look: 'centre' | 'corner';
  readonly onMove: (at: LatLon) => void;
  /** Present: Delete removes it. */
  readonly onRemove?: () => void;
}

const stepPx = 4;
const bigStepPx = 24;
const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A point on the map that is dragged, or moved with the arrow keys (further with Shift). */
export function DragHandle({ at, label, look, onMove, onRemove }: DragHandleProps) {
  const { map } = useMap();
  const [{ marker, element }] = useState(() => {
    const made = document.createElement('div');
    return { element: made, marker: new Marker({ element: made, draggable: true }) };
  });
  const moved = useEffectEvent((place: LatLon) => onMove(place));
  const { lat, lon } = at;

  useEffect(() => {
    marker.setLngLat([lon, lat]);
  }, [marker, lat, lon]);

  useEffect(() => {
    marker.addTo(map);
    const dragged = marker.on('drag', () => {
      const { lat: newLat, lng } = marker.getLngLat();
      moved({ lat: newLat, lon: lng });
    });
    return () => {
      dragged.unsubscribe();
      marker.remove();
    };
  }, [map, marker]);

  function onKeyDown(event: KeyboardEvent): void {
    const direction = directions[event.key];
    if (direction !== undefined) {
      const step = event.shiftKey ? bigStepPx : stepPx;
      const { x, y } = map.project([lon, lat]);
      const { lng, lat: newLat } = map.unproject([x + direction[0] * step, y + direction[1] * step]);
      onMove({ lat: newLat, lon: lng });
    } else if ((event.key === 'Delete' || event.key === 'Backspace') && onRemove !== undefined) onRemove();
    else return;
    // The map would move with the same keys.
    event.preventDefault();
    event.stopPropagation();
  }

  return createPortal(
    <button
      type="button"
      className={styles['handle']}
      data-look={look}
      aria-label={label}
      onKeyDown={onKeyDown}
    />,
    element,
  );
}
