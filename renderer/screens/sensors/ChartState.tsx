import { TriangleAlert } from 'lucide-react';

import type { TimeSpan } from '#renderer/charts/time-range.ts';
import { useLasting } from '#renderer/charts/use-lasting.ts';
import { commonText } from '#renderer/text/common.ts';
import { sensorsText } from '#renderer/text/sensors.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Progress } from '#renderer/ui/Progress.tsx';
import { Time } from '#renderer/ui/Time.tsx';

import { type SensorItem, valueOf } from './sensor-items.ts';
import styles from './SensorPanel.module.css';
import type { CompareView } from '#renderer/sensors/use-compared.ts';

export interface ChartStateProps {
  readonly view: CompareView;
  readonly isEmpty: boolean;
  readonly sensors: readonly SensorItem[];
  readonly type: string;
  readonly span: TimeSpan;
  readonly timeZone: string;
  readonly onZoom: (range: TimeSpan) => void;
}

const slowMs = 700;

/** What is said over a chart: that it still loads, was stopped or failed, or that there is nothing in the range. */
export function ChartState(props: ChartStateProps) {
  const { view, isEmpty } = props;
  const hasAnswer = view.answers.some((answer) => answer !== undefined);
  const isSlow = useLasting(view.isLoading && (!hasAnswer || view.isOutdated), slowMs);
  if (view.isStopped) {
    return (
      <div className={styles['note']} role="status">
        {sensorsText.stopped}
        <Button size="sm" onClick={view.retry}>
          {sensorsText.loadAgain}
        </Button>
      </div>
    );
  }
  if (view.error !== undefined && !hasAnswer) {
    return (
      <div className={styles['note']} role="alert">
        <TriangleAlert size={16} aria-hidden />
        {sensorsText.seriesFailed(view.error.message)}
        <Button size="sm" onClick={view.retry}>
          {commonText.retry}
        </Button>
      </div>
    );
  }
  if (isSlow) {
    return (
      <div className={styles['note']}>
        <Progress label={sensorsText.loadingSeries} onCancel={view.stop} />
      </div>
    );
  }
  return isEmpty && !view.isOutdated ? <NothingHere {...props} /> : null;
}

/** Nothing in this range, but there is a newest value: a way to where it is. */
function NothingHere({ sensors, type, span, timeZone, onZoom }: ChartStateProps) {
  const [sensor] = sensors;
  const newest = sensor === undefined ? undefined : valueOf(sensor, type);
  const time = newest === undefined ? undefined : Date.parse(newest.time);
  const isElsewhere = time !== undefined && (time < span.from || time > span.to);
  const lengthMs = span.to - span.from;
  return (
    <div className={styles['note']} role="status">
      {sensorsText.noneInRange}
      {isElsewhere && (
        <>
          <span>
            {sensorsText.newestAt} <Time at={time} timeZone={timeZone} />
          </span>
          <Button
            size="sm"
            onClick={() => onZoom({ from: time - lengthMs * 0.9, to: time + lengthMs * 0.1 })}
          >
            {sensorsText.showNewest}
          </Button>
        </>
      )}
    </div>
  );
}
