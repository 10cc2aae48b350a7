import { Flag } from 'lucide-react';
import { useEffect, useEffectEvent, useRef } from 'react';
import { createPortal } from 'react-dom';

import { type LabelledMark, labelSpots } from './label-spots.ts';
import { useMap } from './map-context.ts';
import styles from './MapPins.module.css';
import { mercatorX, mercatorY } from './mercator.ts';
import { isInView, toScreen, viewOf } from './view-geometry.ts';

/** One of a few named places. */
export interface MapPin {
  readonly id: string;
  /** Told by shape: a disc, a dot in a ring, a ring, a flag. */
  readonly kind: 'passed' | 'now' | 'planned' | 'destination';
  readonly lat: number;
  readonly lon: number;
  readonly label: string;
}

/** Half of what each mark is wide, its edge included. */
const radiusPx = { passed: 6, planned: 6, now: 11, destination: 11 } as const;
/** Whose label goes first where there is no room for all. */
const rank = { now: 0, destination: 1, passed: 2, planned: 3 } as const;

/** A few named places on a map, their labels beside one another. Lists beside the map say the same to those who do not see it. */
export function MapPins({ pins }: { readonly pins: readonly MapPin[] }) {
  const { map } = useMap();
  const frame = useRef<HTMLDivElement>(null);
  const ranked = pins.toSorted((a, b) => rank[a.kind] - rank[b.kind]);
  const put = useEffectEvent(() => {
    const view = viewOf(map);
    const points = ranked.map(({ lat, lon }) => toScreen({ x: mercatorX(lon), y: mercatorY(lat) }, view));
    const anchors = [...(frame.current?.children ?? [])].filter((each) => each instanceof HTMLElement);
    const labels = anchors.map(labelOf);
    const marks = ranked.map(({ kind }, index): LabelledMark => {
      const { x, y } = points[index]!;
      const label = labels[index];
      const size = label && { width: label.offsetWidth, height: label.offsetHeight };
      return { x, y, radius: radiusPx[kind], label: size, prefers: kind === 'now' ? 'above' : 'below' };
    });
    const spots = labelSpots(marks, { width: view.widthPx, height: view.heightPx });
    for (const [index, anchor] of anchors.entries()) {
      const point = points[index];
      if (point === undefined) continue;
      anchor.style.visibility = isInView(point, view) ? 'visible' : 'hidden';
      anchor.style.transform = shift(point.x, point.y);
      const [label, spot] = [labels[index], spots[index]];
      if (label === undefined) continue;
      label.style.visibility = spot === undefined ? 'hidden' : 'inherit';
      if (spot !== undefined) label.style.transform = shift(spot.left, spot.top);
    }
  });
  useEffect(() => {
    const subscriptions = [map.on('render', () => put()), map.on('resize', () => put())];
    return () => {
      for (const subscription of subscriptions) subscription.unsubscribe();
    };
  }, [map]);
  useEffect(() => put());
  return createPortal(
    <div ref={frame} aria-hidden>
      {ranked.map(({ id, kind, label }) => (
        <div key={id} className={styles['anchor']} data-kind={kind}>
          <span className={styles['mark']}>
            {kind === 'destination' && <Flag size={13} strokeWidth={2.5} />}
          </span>
          {label !== '' && <span className={styles['label']}>{label}</span>}
        </div>
      ))}
    </div>,
    map.getCanvasContainer(),
  );
}

function labelOf(anchor: HTMLElement): HTMLElement | undefined {
  const last = anchor.lastElementChild;
  return anchor.children.length > 1 && last instanceof HTMLElement ? last : undefined;
}

function shift(x: number, y: number): string {
  return `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
}
