import styles from './DataQualityScreen.module.css';

export interface MiniBar {
  readonly value: number;
  /** The part of it that is bad. */
  readonly bad?: number;
}

export interface MiniBarsProps {
  readonly bars: readonly MiniBar[];
  /** What they say, for the ear and on hover. */
  readonly words: string;
  readonly size?: 'small' | 'large';
}

const height = 100;
const step = 10;
const width = 8;

/** A few bars beside each other, the highest as high as there is room; anything at all is seen. */
export function MiniBars({ bars, words, size = 'small' }: MiniBarsProps) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const scaled = (value: number): number => (value === 0 ? 0 : Math.max(6, (value / most) * height));
  return (
    <svg
      className={styles[size === 'small' ? 'bars' : 'largeBars']}
      viewBox={`0 0 ${Math.max(1, bars.length) * step} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={words.replaceAll('\n', ', ')}
      data-tip={words}
    >
      {bars.map(({ value, bad = 0 }, index) => (
        // Bars have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <g key={index}>
          <rect className={styles['ground']} x={index * step} y={height - 2} width={width} height={2} />
          <rect
            className={styles['bar']}
            x={index * step}
            y={height - scaled(value)}
            width={width}
            height={scaled(value)}
          />
          <rect
            className={styles['badBar']}
            x={index * step}
            y={height - scaled(bad)}
            width={width}
            height={scaled(bad)}
          />
        </g>
      ))}
    </svg>
  );
}
