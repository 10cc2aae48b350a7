import { plotInsets } from './plot-geometry.ts';
import styles from './EventStrip.module.css';

/** Something that happened at an instant, or lasted. */
export interface StripEvent {
  readonly id: string;
  readonly from: number;
  readonly to?: number | undefined;
  readonly label: string;
  /** All there is to it, at a look; without it the label. */
  readonly tip?: string;
  /** `way`: between two places. `bar`: its row says what it is. */
  readonly tone?: 'way' | 'bar' | undefined;
}

export interface StripRow {
  readonly id: string;
  readonly label: string;
  readonly events: readonly StripEvent[];
}

export interface EventStripProps {
  readonly label: string;
  readonly rows: readonly StripRow[];
  readonly from: number;
  readonly to: number;
}

/** What happened beside the values, on the time axis of the chart above: each kind in a row of its own. */
export function EventStrip({ label, rows, from, to }: EventStripProps) {
  const shown = rows
    .map((row) => ({ ...row, events: row.events.filter((event) => touches(event, from, to)) }))
    .filter(({ events }) => events.length > 0);
  if (shown.length === 0) return null;
  return (
    <div className={styles['strip']} role="group" aria-label={label}>
      {shown.map((row) => (
        <div key={row.id} className={styles['row']} style={{ paddingRight: plotInsets.right }}>
          <span className={styles['name']} style={{ width: plotInsets.left }}>
            {row.label}
          </span>
          <ul className={styles['track']}>
            {row.events.map((event) => (
              <li
                key={event.id}
                className={styles['event']}
                data-span={event.to === undefined ? undefined : true}
                data-tone={event.tone}
                data-tip={event.tip ?? event.label}
                style={placeOf(event, from, to)}
              >
                <span className={hasWords(event) ? styles['text'] : 'visually-hidden'}>
                  {hasWords(event) ? event.label : (event.tip ?? event.label)}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function hasWords({ to, tone }: StripEvent): boolean {
  return to !== undefined && tone !== 'bar';
}

function touches({ from, to = from }: StripEvent, start: number, end: number): boolean {
  return from <= end && to >= start;
}

function placeOf({ from, to }: StripEvent, start: number, end: number) {
  const percent = (time: number): number =>
    (100 * (Math.max(start, Math.min(end, time)) - start)) / (end - start);
  const left = percent(from);
  return to === undefined ? { left: `${left}%` } : { left: `${left}%`, width: `${percent(to) - left}%` };
}
