import { useEffect, useEffectEvent, useMemo } from 'react';

import type { VehicleStateRow } from '#shared/contract/types.ts';

import type { LiveStore } from '../data/live-store.ts';
import { usePageClock } from '../ui/clock.ts';
import { useMap } from './map-context.ts';
import { MarkerPicker } from './marker-picker.ts';
import { VehicleLayer } from './vehicle-layer.ts';
import type { VehicleMarkers } from './vehicle-markers.ts';

export interface VehiclesLayerProps {
  readonly store: LiveStore<VehicleStateRow>;
  /** Filled by this layer; others read places from it. */
  readonly markers: VehicleMarkers;
  readonly isShown?: ((vehicle: VehicleStateRow) => boolean) | undefined;
  readonly selectedId?: string | undefined;
  readonly hoveredId?: string | undefined;
  readonly onHover: (vehicleId: string | undefined) => void;
  /** A click: the vehicles under it, nearest first; none for the bare map. */
  readonly onPick: (vehicleIds: readonly string[], point: { readonly x: number; readonly y: number }) => void;
  /** After the markers took new rows. */
  readonly onUpdate?: () => void;
}

/** Between data, markers still fade: now and then is enough for the eye. */
const fadeEveryMs = 5000;
const hoveredSize = 1.15;
const selectedSize = 1.25;

/** All vehicles on the map. Follows the live rows without rendering anything in React. */
export function VehiclesLayer(props: VehiclesLayerProps) {
  const { store, markers, isShown, selectedId, hoveredId, onHover, onPick, onUpdate } = props;
  const { map, style, palette } = useMap();
  const clock = usePageClock();
  const colors = palette.markers;
  const picker = useMemo(() => new MarkerPicker(map, markers), [map, markers]);
  const updated = useEffectEvent(() => onUpdate?.());
  const picked = useEffectEvent((ids: readonly string[], point: { readonly x: number; readonly y: number }) =>
    onPick(ids, point),
  );
  const hovered = useEffectEvent((id: string | undefined) => {
    map.getCanvas().style.cursor = id === undefined ? '' : 'pointer';
    if (id !== hoveredId) onHover(id);
  });

  const layer = useMemo(() => new VehicleLayer({ markers, engineNow: () => clock.now() }), [markers, clock]);
  useEffect(() => style.addLayer(layer), [style, layer]);
  useEffect(() => layer.recolor(colors), [layer, colors]);
  useEffect(() => {
    const raised = new Map<string, number>();
    if (hoveredId !== undefined) raised.set(hoveredId, hoveredSize);
    if (selectedId !== undefined) raised.set(selectedId, selectedSize);
    layer.raise(raised);
  }, [layer, selectedId, hoveredId]);

  useEffect(() => {
    let frame = 0;
    const update = (glide: boolean): void => {
      frame = 0;
      markers.update({ rows: store.current().rows ?? [], nowMs: performance.now(), isShown, glide });
      layer.refresh();
      picker.invalidate();
      map.getContainer().dataset['markers'] = String(markers.count);
      updated();
    };
    const onRows = (): void => {
      if (!document.hidden && frame === 0) frame = requestAnimationFrame(() => update(true));
    };
    const onVisible = (): void => {
      if (!document.hidden) update(false);
    };
    const timer = setInterval(() => {
      if (!document.hidden) map.triggerRepaint();
    }, fadeEveryMs);
    const unsubscribe = store.subscribe(onRows);
    document.addEventListener('visibilitychange', onVisible);
    update(true);
    return () => {
      cancelAnimationFrame(frame);
      clearInterval(timer);
      unsubscribe();
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [store, markers, layer, picker, map, isShown]);

  useEffect(() => {
    const subscriptions = [
      map.on('move', () => picker.invalidate()),
      map.on('resize', () => picker.invalidate()),
      map.on('click', (event) => picked(picker.at(event.point), event.point)),
      map.on('mousemove', (event) => hovered(picker.at(event.point)[0])),
      map.on('mouseout', () => hovered(undefined)),
    ];
    return () => {
      for (const subscription of subscriptions) subscription.unsubscribe();
    };
  }, [map, picker]);

  return null;
}
