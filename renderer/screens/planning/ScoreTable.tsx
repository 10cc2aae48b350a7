import type { ScorecardResult } from '#shared/contract/types.ts';

import { formatCount, formatDuration, formatNumber, formatOffset } from '#renderer/text/format.ts';
import { modelWords } from '#renderer/text/order-page.ts';
import { planningText } from '#renderer/text/planning.ts';

import styles from './PlanningScreen.module.css';

const { scorecard: text } = planningText;

export interface ScoreTableProps {
  readonly title: string;
  readonly rows: ScorecardResult['groups'];
  /** What people call a group; its own name where absent. */
  readonly nameOf?: (group: string) => string;
}

/** Scores beside each other, one line for each group. */
export function ScoreTable({ title, rows, nameOf = modelWords }: ScoreTableProps) {
  const { columns, tips } = text;
  return (
    <table className={styles['scores']} aria-label={title}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{title}</span>
          </th>
          <th scope="col">{columns.n}</th>
          <th scope="col">{columns.orders}</th>
          {(['mae', 'median', 'p90', 'bias', 'coverage', 'jitter'] as const).map((name) => (
            <th key={name} scope="col" data-tip={tips[name]}>
              {columns[name]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <td>{row.name === '' ? text.unknown : nameOf(row.name)}</td>
            <td>{formatCount(row.n)}</td>
            <td>{formatCount(row.orders)}</td>
            <td>{minutes(row.maeMinutes)}</td>
            <td>{minutes(row.medianMinutes)}</td>
            <td>{minutes(row.p90Minutes)}</td>
            <td>{formatOffset(Math.round(row.biasMinutes) * 60)}</td>
            <td>{text.held(formatNumber(row.coverage80 * 100))}</td>
            <td>{row.jitterMinutes === null ? '—' : minutes(row.jitterMinutes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function minutes(value: number): string {
  return formatDuration(Math.round(value) * 60);
}
