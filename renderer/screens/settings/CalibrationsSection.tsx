import { Plus } from 'lucide-react';
import { useState } from 'react';

import type { CalibrationRow } from '#shared/contract/types.ts';

import { useMayCommand } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { calibrationText as text } from '#renderer/text/cold-chain-more.ts';
import { formatNumber } from '#renderer/text/format.ts';
import { Awaited } from '#renderer/ui/Awaited.tsx';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Time } from '#renderer/ui/Time.tsx';

import { CalibrationDialog } from './CalibrationDialog.tsx';
import { Card } from './Card.tsx';
import { ColumnHeads } from './ColumnHeads.tsx';
import styles from './SettingsScreen.module.css';

/** Which sensor was calibrated when, what that says of its readings, and when it is due again. */
export function CalibrationsSection() {
  const { data, error, refresh } = useQuery('calibrations.list', {});
  const [isOpen, setOpen] = useState(false);
  const mayCommand = useMayCommand();
  return (
    <Card
      title={text.title}
      actions={
        mayCommand && (
          <Button size="sm" icon={Plus} onClick={() => setOpen(true)}>
            {text.create}
          </Button>
        )
      }
    >
      <p className={styles['quiet']}>{text.text}</p>
      <Awaited data={data} error={error} title={text.failed} onRetry={refresh} />
      {data?.items.length === 0 && <p>{text.emptyTitle}</p>}
      {data !== undefined && data.items.length > 0 && <Register rows={data.items} />}
      {isOpen && (
        <CalibrationDialog
          onSaved={() => {
            setOpen(false);
            refresh();
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </Card>
  );
}

function Register({ rows }: { readonly rows: readonly CalibrationRow[] }) {
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          <ColumnHeads titles={text.columns} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.calibrationId}>
            <th scope="row">
              {row.channel === undefined ? row.deviceId : `${row.deviceId}#${row.channel}`}{' '}
              <code className={styles['quiet']}>{row.certificate ?? row.calibrationId}</code>
            </th>
            <td>{degrees(row.offset)}</td>
            <td>{row.uncertainty === undefined ? text.none : `± ${degrees(row.uncertainty)}`}</td>
            <td>
              <Time at={row.validFrom} />
            </td>
            <td>{row.dueTime === undefined ? text.none : <Time at={row.dueTime} />}</td>
            <td>
              <Badge tone={row.state === 'due' ? 'bad' : 'quiet'}>{text.state[row.state]}</Badge>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function degrees(value: number): string {
  return `${formatNumber(value, 2)} °C`;
}
