import { formatAge, formatCount, formatDateTime, formatDuration } from '../text/format.ts';
import { chartText } from '../text/charts.ts';
import type { ChartQuantity } from './chart-line.ts';
import { isState } from './chart-line.ts';
import type { ChartSeries } from './chart-series.ts';
import { percentWords, spanWords, valueWords } from './chart-words.ts';
import type { SeriesStats } from './series-stats.ts';
import styles from './StatsLine.module.css';

export interface StatsLineProps {
  readonly quantity: ChartQuantity;
  readonly series: ChartSeries;
  readonly stats: SeriesStats | undefined;
  readonly timeZone: string;
}

/** What a series comes to in the range: extremes, mean, how many readings, how complete, how summed up. */
export function StatsLine({ quantity, series, stats, timeZone }: StatsLineProps) {
  if (stats === undefined) return <span className={styles['stats']}>{chartText.noReadings}</span>;
  const when = (point: SeriesStats['minPoint']): string => spanWords(point.from, point.until, timeZone);
  return (
    <span className={styles['stats']}>
      {isState(quantity.type) ? (
        <Stat value={chartText.share(percentWords(stats.mean))} />
      ) : (
        <>
          <Stat label={chartText.min} value={valueWords(quantity, stats.min)} tip={when(stats.minPoint)} />
          <Stat label={chartText.mean} value={valueWords(quantity, stats.mean)} />
          <Stat label={chartText.max} value={valueWords(quantity, stats.max)} tip={when(stats.maxPoint)} />
        </>
      )}
      <Stat value={chartText.readings(formatCount(stats.count))} tip={formWords(series)} />
      <Stat
        value={
          stats.gapCount === 0
            ? chartText.noGaps
            : chartText.gaps(formatCount(stats.gapCount), formatAge(stats.longestGapMs))
        }
        {...(stats.gapCount === 0 ? {} : { tip: gapTip(series, timeZone) })}
      />
      <Stat value={chartText.coverage(percentWords(stats.coverage))} tip={chartText.coverageTip} />
    </span>
  );
}

function Stat({
  label,
  value,
  tip,
}: {
  readonly label?: string;
  readonly value: string;
  readonly tip?: string;
}) {
  return (
    <span className={styles['stat']} data-tip={tip}>
      {label !== undefined && <span className={styles['label']}>{label} </span>}
      {value}
    </span>
  );
}

function formWords(series: ChartSeries): string {
  return series.raw ? chartText.everyReading : chartText.buckets(formatDuration(series.bucketMs / 1000));
}

const namedGaps = 8;

function gapTip(series: ChartSeries, timeZone: string): string {
  const longest = series.gaps.toSorted((a, b) => b.to - b.from - (a.to - a.from)).slice(0, namedGaps);
  const lines = longest
    .sort((a, b) => a.from - b.from)
    .map((gap) => `${formatDateTime(gap.from, timeZone)} · ${formatAge(gap.to - gap.from)}`);
  return lines.join('\n');
}
