import { useMemo } from 'react';

import type { ChartLine, ChartQuantity } from '#renderer/charts/chart-line.ts';
import { unitWords } from '#renderer/charts/chart-words.ts';
import { LineSample } from '#renderer/charts/LineSample.tsx';
import { statsOf } from '#renderer/charts/series-stats.ts';
import { StatsLine } from '#renderer/charts/StatsLine.tsx';
import type { TimeSpan } from '#renderer/charts/time-range.ts';
import { useKnownNow } from '#renderer/data/use-now.ts';
import { quantityLabel } from '#renderer/text/format.ts';
import { sensorsText } from '#renderer/text/sensors.ts';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';

import type { SensorItem } from './sensor-items.ts';
import styles from './SensorPanel.module.css';
import type { CompareView } from '#renderer/sensors/use-compared.ts';

export interface ChartHeadingProps {
  readonly quantity: ChartQuantity;
  readonly lines: readonly ChartLine[];
  readonly sensors: readonly SensorItem[];
  readonly span: TimeSpan;
  readonly timeZone: string;
  readonly view: CompareView;
}

/** The quantity, its unit, and a line of statistics for each sensor. */
export function ChartHeading({ quantity, lines, sensors, span, timeZone, view }: ChartHeadingProps) {
  const unit = unitWords(quantity);
  const isCompared = sensors.length > 1;
  return (
    <div className={styles['heading']}>
      <h3 className={styles['title']}>
        {quantityLabel(quantity.type)} {unit !== '' && <span className={styles['unit']}>{unit}</span>}
        {view.error !== undefined && lines.length > 0 && (
          <span className={styles['problem']} role="status">
            {sensorsText.refreshFailed(view.error.message)}
          </span>
        )}
      </h3>
      {sensors.map((sensor, index) => {
        const line = lines.find((each) => each.id === sensor.row.sensorId);
        return (
          <div key={sensor.row.sensorId} className={styles['statsRow']}>
            {isCompared && <LineSample index={index} />}
            {isCompared && <span className={styles['statsName']}>{sensor.title}</span>}
            {line !== undefined && (
              <LineStats quantity={quantity} line={line} span={span} timeZone={timeZone} />
            )}
            {line === undefined && view.isLoading && <Skeleton width={36} />}
          </div>
        );
      })}
    </div>
  );
}

interface LineStatsProps {
  readonly quantity: ChartQuantity;
  readonly line: ChartLine;
  readonly span: TimeSpan;
  readonly timeZone: string;
}

function LineStats({ quantity, line, span, timeZone }: LineStatsProps) {
  const to = Math.min(span.to, useKnownNow(60_000) + 60_000);
  const stats = useMemo(() => statsOf(line.series, { from: span.from, to }), [line.series, span.from, to]);
  return <StatsLine quantity={quantity} series={line.series} stats={stats} timeZone={timeZone} />;
}
