import { type FormEvent, useState } from 'react';

import type { ColumnMapping } from '#renderer/data/import-orders.ts';
import { importText } from '#renderer/text/orders.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Select, type SelectOption } from '#renderer/ui/Select.tsx';
import styles from './ColumnMapper.module.css';
import { type OrderField, orderFields, proposeMapping } from './csv-file.ts';

export interface ColumnMapperProps {
  readonly header: readonly string[];
  readonly onImport: (mapping: ColumnMapping) => void;
}

const options: readonly SelectOption<OrderField | ''>[] = [
  { value: '', label: importText.mapSkip },
  ...orderFields.map((value) => ({ value, label: value })),
];

/** What each column of a foreign file stands for: proposed, and decided by a person. */
export function ColumnMapper({ header, onImport }: ColumnMapperProps) {
  const [mapping, setMapping] = useState<Readonly<Record<string, OrderField | ''>>>(() =>
    proposeMapping(header),
  );
  const hasNumber = Object.values(mapping).includes('orderNumber');

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!hasNumber) return;
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
            <span className={styles['name']}>{name}</span>
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
        <Button variant="primary" type="submit" disabled={!hasNumber}>
          {importText.importMapped}
        </Button>
        {!hasNumber && <p>{importText.mapNeedsNumber}</p>}
      </div>
    </form>
  );
}
