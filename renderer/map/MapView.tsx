import 'maplibre-gl/dist/maplibre-gl.css';
import './map-tokens.css';

import { MapPinOff } from 'lucide-react';
import type { Map as MapLibreMap } from 'maplibre-gl';
import { type ReactNode, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';

import { mapText } from '../text/map.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { useTheme } from '../ui/theme.ts';
import { createMap, hasWebGl, type MapViewpoint, recolor } from './create-map.ts';
import { MapContext } from './map-context.ts';
import { watchProblems } from './map-problems.ts';
import { type MapStyle, styleOf } from './map-style.ts';
import styles from './MapView.module.css';
import { isByPerson } from './moved-by.ts';
import { readPalette } from './palette.ts';

export interface MapViewProps {
  /** Where the map starts; later changes do not move it. */
  readonly initialView: MapViewpoint;
  /** The view came to rest after a person moved it, by hand or with a button. */
  readonly onViewChange?: (view: MapViewpoint) => void;
  /** Layers and controls; rendered once the map can take them. */
  readonly children: ReactNode;
}

interface LoadedMap {
  readonly map: MapLibreMap;
  readonly style: MapStyle;
}

/** The page's map: an offline world with whatever layers are put inside, or why there is none. */
export function MapView(props: MapViewProps) {
  const [canDraw] = useState(hasWebGl);
  if (canDraw) return <DrawnMap {...props} />;
  return (
    <div className={styles['view']} data-map="unavailable">
      <EmptyState title={mapText.noWebGlTitle} icon={MapPinOff}>
        {mapText.noWebGl}
      </EmptyState>
    </div>
  );
}

function DrawnMap({ initialView, onViewChange, children }: MapViewProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [loaded, setLoaded] = useState<LoadedMap>();
  const [problem, setProblem] = useState<string>();
  const theme = useTheme();
  const palette = useMemo(() => readPalette(theme), [theme]);
  const create = useEffectEvent((container: HTMLElement) => createMap(container, initialView, palette));
  const viewChanged = useEffectEvent((view: MapViewpoint) => onViewChange?.(view));

  useEffect(() => {
    if (holder.current === null) return undefined;
    const map = create(holder.current);
    map.on('style.load', () => setLoaded({ map, style: styleOf(map) }));
    map.on('moveend', (event) => {
      if (!isByPerson(event)) return;
      const { lat, lng } = map.getCenter();
      viewChanged({ lat, lon: lng, zoom: map.getZoom() });
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
    if (loaded !== undefined) recolor(loaded.map, palette);
  }, [loaded, palette]);

  const access = useMemo(() => loaded && { ...loaded, palette }, [loaded, palette]);
  return (
    <div className={styles['view']}>
      <div ref={holder} className={styles['canvas']} data-map="ready" />
      {access !== undefined && <MapContext value={access}>{children}</MapContext>}
      {problem !== undefined && (
        <p className={styles['problem']} role="status">
          {problem}
        </p>
      )}
    </div>
  );
}
