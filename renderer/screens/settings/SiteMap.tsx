import { useEffect, useEffectEvent, useMemo, useState } from 'react';

import type { SiteRow } from '#shared/contract/types.ts';
import { distanceM, type LatLon } from '#shared/domain/geo.ts';

import { AreasLayer } from '#renderer/map/AreasLayer.tsx';
import type { MapViewpoint } from '#renderer/map/create-map.ts';
import { DragHandle } from '#renderer/map/DragHandle.tsx';
import { useMap } from '#renderer/map/map-context.ts';
import { MapControls } from '#renderer/map/MapControls.tsx';
import { MapView } from '#renderer/map/MapView.tsx';
import { centreOf, placeBeside, shapeOf, type SiteShape, withCorner } from '#renderer/map/site-shapes.ts';
import { siteSettingsText } from '#renderer/text/settings-places.ts';

import { coordinateText, placeOf, radiusOf, type SiteDraft } from './site-draft.ts';
import styles from './SitesSection.module.css';

const { form: text } = siteSettingsText;

export interface SiteMapProps {
  readonly draft: SiteDraft;
  /** The other sites, to draw beside. */
  readonly others: readonly SiteRow[];
  readonly onChange: (patch: Partial<SiteDraft>) => void;
}

/** The map a site is drawn on. */
export function SiteMap({ draft, others, onChange }: SiteMapProps) {
  const [start] = useState(() => viewpointOf(draft, others));
  return (
    <div className={styles['map']} role="group" aria-label={text.map}>
      <MapView initialView={start}>
        <SiteLayers draft={draft} others={others} onChange={onChange} />
        <MapControls />
      </MapView>
    </div>
  );
}

const wholeWorld: MapViewpoint = { lat: 32, lon: 12, zoom: 1.8 };
const siteZoom = 15;
const neighbourZoom = 8;

/** At the site; a new one begins where the others are. */
function viewpointOf(draft: SiteDraft, others: readonly SiteRow[]): MapViewpoint {
  const own = draft.shape === 'polygon' ? centreOf(draft.corners) : placeOf(draft);
  if (own !== undefined) {
    const radius = draft.shape === 'circle' ? (radiusOf(draft) ?? 1) : 200;
    const smaller = Math.max(0, Math.log2(radius / 150));
    return { ...own, zoom: Math.max(6, siteZoom - smaller) };
  }
  const [first] = others;
  return first === undefined ? wholeWorld : { lat: first.lat, lon: first.lon, zoom: neighbourZoom };
}

function SiteLayers({ draft, others, onChange }: SiteMapProps) {
  const { map } = useMap();
  const place = placeOf(draft);
  const radiusM = radiusOf(draft);
  const { shape, corners } = draft;
  const pressed = useEffectEvent((at: LatLon) => {
    if (shape === 'circle') onChange(placePatch(at));
    else onChange({ corners: withCorner(corners, at) });
  });
  useEffect(() => {
    const clicked = map.on('click', ({ lngLat }) => pressed({ lat: lngLat.lat, lon: lngLat.lng }));
    return () => clicked.unsubscribe();
  }, [map]);
  const areas = useMemo(() => areasOf(draft, others), [draft, others]);
  return (
    <>
      <AreasLayer areas={areas} />
      {shape === 'circle' && place !== undefined && (
        <DragHandle at={place} label={text.centre} look="centre" onMove={(at) => onChange(placePatch(at))} />
      )}
      {shape === 'circle' && place !== undefined && radiusM !== undefined && (
        <DragHandle
          at={placeBeside(place, radiusM, 0)}
          label={text.edge}
          look="corner"
          onMove={(at) => onChange({ radiusM: String(Math.max(1, Math.round(distanceM(place, at)))) })}
        />
      )}
      {shape === 'polygon' &&
        corners.map((corner, index) => (
          <DragHandle
            // A corner is its place in the row: it is the same one while it is dragged.
            key={`${corners.length} ${index}`}
            at={corner}
            label={text.corner(index + 1)}
            look="corner"
            onMove={(at) =>
              onChange({ corners: corners.map((each, other) => (other === index ? at : each)) })
            }
            onRemove={() => onChange({ corners: corners.filter((_, other) => other !== index) })}
          />
        ))}
    </>
  );
}

function placePatch({ lat, lon }: LatLon): Partial<SiteDraft> {
  return { lat: coordinateText(lat), lon: coordinateText(lon) };
}

function areasOf(draft: SiteDraft, others: readonly SiteRow[]) {
  const own = ownShape(draft);
  return [
    ...others.flatMap((site) => {
      const shape = shapeOf(site);
      return shape === undefined ? [] : [{ shape, isOwn: false }];
    }),
    ...(own === undefined ? [] : [{ shape: own, isOwn: true }]),
  ];
}

function ownShape(draft: SiteDraft): SiteShape | undefined {
  if (draft.shape === 'polygon') return { kind: 'polygon', corners: draft.corners };
  const centre = placeOf(draft);
  const radiusM = radiusOf(draft);
  return centre === undefined || radiusM === undefined ? undefined : { kind: 'circle', centre, radiusM };
}
