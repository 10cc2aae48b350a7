import 'maplibre-gl/dist/maplibre-gl.css';
import './map-tokens.css';

import { MapPinOff } from 'lucide-react';
import type { Map as MapLibreMap } from 'maplibre-gl';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';

import { mapText } from '../text/map.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { useTheme } from '../ui/theme.ts';
import { createMap, hasWebGl, type MapViewpoint, recolor } from './create-map.ts';
import { MapContext } from './map-context.ts';
import { watchProblems } from './map-problems.ts';
import styles from './MapView.module.css';
import { readPalette } from './palette.ts';

export interface MapViewProps {
  /** Where the map starts; later changes do not move it. */
  readonly initialView: MapViewpoint;
  /** The view came to rest; moves whose events are marked `isAutomatic` are not told. */
  readonly onViewChange?: (view: MapViewpoint) => void;
  /** Layers and controls; rendered once the map can take them. */
  readonly children: ReactNode;
}

/** The page's map: an offline world with whatever layers are put inside. */
export function MapView({ initialView, onViewChange, children }: MapViewProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [loaded, setLoaded] = useState<{ readonly map: MapLibreMap; readonly styleEpoch: number }>();
  const [problem, setProblem] = useState<string>();
  const canDraw = useMemo(hasWebGl, []);
  const theme = useTheme();
  const palette = useMemo(() => (canDraw ? readPalette() : undefined), [canDraw, theme]);
  const start = useRef({ view: initialView, palette });
  const viewChanged = useRef(onViewChange);
  viewChanged.current = onViewChange;

  useEffect(() => {
    const { view, palette: first } = start.current;
    if (holder.current === null || first === undefined) return;
    const map = createMap(holder.current, view, first);
    map.on('style.load', () => setLoaded((was) => ({ map, styleEpoch: (was?.styleEpoch ?? 0) + 1 })));
    map.on('moveend', (event) => {
      if ('isAutomatic' in event) return;
      const { lat, lng } = map.getCenter();
      viewChanged.current?.({ lat, lon: lng, zoom: map.getZoom() });
    });
    map.on('idle', () => map.getContainer().setAttribute('data-idle', 'true'));
    map.on('movestart', () => map.getContainer().removeAttribute('data-idle'));
    const unwatch = watchProblems(map, setProblem);
    return () => {
      unwatch();
      setLoaded(undefined);
      map.remove();
    };
  }, []);

  useEffect(() => {
    if (loaded !== undefined && palette !== undefined) recolor(loaded.map, palette);
  }, [loaded, palette]);

  if (!canDraw) {
    return (
      <div className={styles['view']} data-map="unavailable">
        <EmptyState title={mapText.noWebGlTitle} icon={MapPinOff}>
          {mapText.noWebGl}
        </EmptyState>
      </div>
    );
  }
  return (
    <div className={styles['view']}>
      <div ref={holder} className={styles['canvas']} data-map="ready" />
      {loaded !== undefined && palette !== undefined && (
        <MapContext value={{ ...loaded, palette }}>{children}</MapContext>
      )}
      {problem !== undefined && (
        <p className={styles['problem']} role="status">
          {problem}
        </p>
      )}
    </div>
  );
}
