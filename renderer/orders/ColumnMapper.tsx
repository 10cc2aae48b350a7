import { type FormEvent, useState } from 'react';

import type { ColumnMapping } from '#renderer/data/import-orders.ts';
import { importText } from '#renderer/text/orders.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Select, type SelectOption } from '#renderer/ui/Select.tsx';
import styles from './ColumnMapper.module.css';
import { type CsvHead, type OrderField, orderFields, proposeMapping } from './csv-file.ts';

export interface ColumnMapperProps {
  readonly head: CsvHead;
  /** What was said before; else it is proposed. */
  readonly before: ColumnMapping | undefined;
  readonly onImport: (mapping: ColumnMapping) => void;
}

const options: readonly SelectOption<OrderField | ''>[] = [
  { value: '', label: importText.mapSkip },
  ...orderFields.map((value) => ({ value, label: value })),
];

/** What each column of a foreign file stands for: proposed, and decided by a person. */
export function ColumnMapper({ head: { header, sample }, before, onImport }: ColumnMapperProps) {
  const [mapping, setMapping] = useState<Readonly<Record<string, OrderField | ''>>>(
    () => fieldsOf(before) ?? proposeMapping(header, sample),
  );
  const problem = problemOf(Object.values(mapping));

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (problem !== undefined) return;
    // A column that is left out keeps no name of its own: the engine would take it for a field of that name.
    onImport(Object.fromEntries(header.map((name) => [name, mapping[name] ?? ''])));
  }

  return (
    <form className={styles['mapper']} onSubmit={submit}>
      <h3>{importText.mapTitle}</h3>
      <p>{importText.mapText}</p>
      <ul className={styles['columns']}>
        {header.map((name, index) => (
          <li key={`${index} ${name}`} className={styles['column']}>
            <span className={styles['name']} data-tip={exampleOf(sample, index)}>
              {name} <span className={styles['example']}>{exampleOf(sample, index)}</span>
            </span>
            <Select
              aria-label={importText.mapColumn(name)}
              value={mapping[name] ?? ''}
              onValueChange={(field) => setMapping((was) => ({ ...was, [name]: field }))}
              options={options}
            />
          </li>
        ))}
      </ul>
      <div className={styles['foot']}>
        <Button variant="primary" type="submit" disabled={problem !== undefined}>
          {importText.importMapped}
        </Button>
        {problem !== undefined && <p>{problem}</p>}
      </div>
    </form>
  );
}

/** A mapping that was kept, as far as its fields are still known. */
function fieldsOf(before: ColumnMapping | undefined): Record<string, OrderField | ''> | undefined {
  if (before === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(before).map(([name, field]) => [name, orderFields.find((each) => each === field) ?? '']),
  );
}

/** The first cell of a column that holds anything. */
function exampleOf(sample: CsvHead['sample'], index: number): string | undefined {
  return sample.map((cells) => cells[index]?.trim()).find((cell) => cell !== undefined && cell !== '');
}

/** What no import can do without, in one sentence. */
function problemOf(fields: readonly string[]): string | undefined {
  if (!fields.includes('orderNumber')) return importText.mapNeedsNumber;
  const namesParcels = fields.some((field) => field.startsWith('parcels.'));
  const isNumbered = fields.includes('parcels.parcelId') || fields.includes('parcels.trackingNumber');
  return namesParcels && !isNumbered ? importText.mapNeedsParcel : undefined;
}
