import { useId } from 'react';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';

import { classNames } from '../ui/class-names.ts';
import type { ChartBand, ChartLimit } from './chart-limit.ts';
import type { ChartLine } from './chart-line.ts';
import type { ChartSeries } from './chart-series.ts';
import { CalibrationMarks } from './CalibrationMarks.tsx';
import { FaultMarks } from './FaultMarks.tsx';
import { GapMarks } from './GapMarks.tsx';
import { LimitLabels } from './LimitLabels.tsx';
import { LimitMarks } from './LimitMarks.tsx';
import { bandPath, dotPath, meanPath, stepPath } from './mark-paths.ts';
import styles from './SeriesMarks.module.css';

export interface SeriesMarksProps {
  readonly lines: readonly ChartLine[];
  readonly from: number;
  readonly to: number;
  readonly isState: boolean;
  readonly limits: readonly ChartLimit[];
  readonly bands: readonly ChartBand[];
}

/** Dots are drawn where readings are at least this far apart on average. */
const dotSpacingPx = 7;

/** The data on Recharts' scales: for each line its gaps, the band between its extremes, and the line itself. */
export function SeriesMarks({ lines, from, to, isState, limits, bands }: SeriesMarksProps) {
  const clipId = useId();
  const area = usePlotArea();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  if (area === undefined || xScale === undefined || yScale === undefined) return null;
  const scales = { x: (time: number) => xScale(time) ?? 0, y: (value: number) => yScale(value) ?? 0 };
  return (
    <g>
      <clipPath id={clipId}>
        <rect x={area.x} y={area.y - 2} width={area.width} height={area.height + 4} />
      </clipPath>
      <rect className={styles['base']} x={area.x} y={area.y + area.height} width={area.width} height={1} />
      <g clipPath={`url(#${clipId})`}>
        <LimitMarks limits={limits} bands={bands} area={area} x={scales.x} y={scales.y} />
        {lines.map(({ id, series }, index) => (
          <GapMarks key={id} gaps={series.gaps} area={area} x={scales.x} row={index} rows={lines.length} />
        ))}
        {lines.map(({ id, series }, index) => (
          <FaultMarks key={id} faults={series.faults} area={area} x={scales.x} row={index} />
        ))}
        {lines.map(
          ({ id, said }, index) =>
            said !== undefined && (
              <g key={id} className={classNames(styles['series'], styles[`series${index + 1}`])}>
                <path className={styles['said']} d={meanPath(said.segments, scales)} />
              </g>
            ),
        )}
        {lines.map(({ id, series }, index) => (
          <g
            key={id}
            className={classNames(styles['series'], styles[`series${index + 1}`])}
            data-many={lines.length > 1 || undefined}
          >
            {!isState && !series.raw && (
              <path className={styles['band']} d={bandPath(series.segments, scales)} />
            )}
            <path
              className={styles['line']}
              d={isState ? stepPath(series.segments, scales) : meanPath(series.segments, scales)}
            />
            {!isState && isSparse(series, area.width, to - from) && (
              <path className={styles['dots']} d={dotPath(series.segments, scales)} />
            )}
          </g>
        ))}
        {lines.map(({ id, marks }) =>
          marks === undefined ? null : <CalibrationMarks key={id} marks={marks} area={area} x={scales.x} />,
        )}
        <LimitLabels limits={limits} area={area} y={scales.y} />
      </g>
    </g>
  );
}

function isSparse(series: ChartSeries, widthPx: number, spanMs: number): boolean {
  const [first] = series.points;
  const last = series.points.at(-1);
  if (!series.raw || first === undefined || last === undefined) return false;
  const usedPx = (widthPx * (last.at - first.at)) / spanMs;
  return usedPx / Math.max(1, series.points.length - 1) >= dotSpacingPx;
}
