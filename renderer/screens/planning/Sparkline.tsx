import styles from './PlanningScreen.module.css';

export interface SparklineProps {
  readonly label: string;
  /** From the oldest to the newest. */
  readonly values: readonly number[];
}

const width = 96;
const height = 20;
const margin = 2;

/** The course of some values, from zero up. */
export function Sparkline({ label, values }: SparklineProps) {
  const most = Math.max(1, ...values);
  const step = (width - 2 * margin) / Math.max(1, values.length - 1);
  const path = values
    .map((value, index) => {
      const y = height - margin - (value / most) * (height - 2 * margin);
      return `${index === 0 ? 'M' : 'L'}${(margin + index * step).toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
  return (
    <svg className={styles['sparkline']} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <path d={path} />
    </svg>
  );
}
