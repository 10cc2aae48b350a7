import type { ChartBand, ChartLimit } from './chart-limit.ts';
import styles from './LimitMarks.module.css';

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LimitMarksProps {
  readonly limits: readonly ChartLimit[];
  readonly bands: readonly ChartBand[];
  readonly area: Area;
  readonly x: (time: number) => number;
  readonly y: (value: number) => number;
}

const leastBandPx = 3;

/** Excursions as bands with a bar at their head, forbidden ranges tinted, limits as dashed lines. */
export function LimitMarks({ limits, bands, area, x, y }: LimitMarksProps) {
  const bottom = area.y + area.height;
  const within = (value: number): number => Math.max(area.y, Math.min(bottom, value));
  return (
    <g>
      {bands.map(({ id, from, to, tone }) => {
        const left = Math.max(area.x, x(from));
        const width = Math.max(leastBandPx, Math.min(area.x + area.width, x(to)) - left);
        return (
          <g key={id} className={styles['band']} data-tone={tone}>
            <rect x={left} y={area.y} width={width} height={area.height} />
            <rect className={styles['head']} x={left} y={area.y} width={width} height={3} />
          </g>
        );
      })}
      {limits.map(({ id, side, value }) => {
        const at = y(value);
        const top = side === 'above' ? area.y : within(at);
        const height = side === 'above' ? within(at) - area.y : bottom - within(at);
        return (
          <g key={id} className={styles['limit']}>
            <rect x={area.x} y={top} width={area.width} height={Math.max(0, height)} />
            <line x1={area.x} x2={area.x + area.width} y1={at} y2={at} />
          </g>
        );
      })}
    </g>
  );
}
