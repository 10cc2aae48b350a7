import { useMemo, useState } from 'react';

import { formatCount } from '#renderer/text/format.ts';
import { importText } from '#renderer/text/orders.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { csvRecords, csvText } from './csv-file.ts';
import styles from './RejectedLines.module.css';

export interface RejectedLinesProps {
  /** As the engine gives them: reason and line in front. */
  readonly rejectedCsv: string;
  /** Imports the lines as they stand here. */
  readonly onImport: (csv: string) => void;
}

/** More are corrected in a spreadsheet. */
const shownLines = 50;
const reportColumns = 2;

/** The lines that were rejected, each with its reason, to be corrected here and imported again. */
export function RejectedLines({ rejectedCsv, onImport }: RejectedLinesProps) {
  const [header = [], ...lines] = useMemo(() => [...csvRecords(rejectedCsv)], [rejectedCsv]);
  const [edits, setEdits] = useState<Readonly<Record<string, string>>>({});
  const shown = lines.slice(0, shownLines);
  const columns = header.slice(reportColumns);
  const order = orderOfColumns(columns, shown);
  const cellAt = (line: number, index: number): string =>
    edits[`${line} ${index}`] ?? lines[line]?.[index] ?? '';

  function submit(): void {
    const corrected = lines.map((cells, line) => cells.map((_, index) => cellAt(line, index)));
    onImport(csvText([header, ...corrected]));
  }

  return (
    <>
      <div className={styles['frame']} tabIndex={0} role="group" aria-label={importText.correctHere}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th>{importText.lineNumber}</th>
              <th>{importText.reason}</th>
              {order.map((index) => (
                <th key={index}>{columns[index]}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(([reason = '', number = ''], line) => (
              <tr key={`${line} ${number}`}>
                <td>{number}</td>
                <td className={styles['reason']}>{reason}</td>
                {order.map((index) => (
                  <td key={index}>
                    <Input
                      aria-label={importText.cellOf(columns[index] ?? '', number)}
                      value={cellAt(line, index + reportColumns)}
                      onValueChange={(value) =>
                        setEdits((was) => ({ ...was, [`${line} ${index + reportColumns}`]: value }))
                      }
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {lines.length > shown.length && (
        <p>{importText.moreRejected(formatCount(lines.length - shown.length))}</p>
      )}
      <div>
        <Button variant="primary" disabled={Object.keys(edits).length === 0} onClick={submit}>
          {importText.importCorrected}
        </Button>
      </div>
    </>
  );
}

/** Those a reason names first; a column that is empty throughout says nothing about what is wrong. */
function orderOfColumns(columns: readonly string[], lines: readonly (readonly string[])[]): number[] {
  const used = columns
    .map((_, index) => index)
    .filter((index) => lines.some((cells) => cells[index + reportColumns] !== ''));
  const isNamed = (index: number): boolean =>
    lines.some(([reason = '']) => reason.startsWith(`${columns[index] ?? ''}: `));
  return [...used.filter(isNamed), ...used.filter((index) => !isNamed(index))];
}
