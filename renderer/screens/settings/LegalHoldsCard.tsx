import { Plus } from 'lucide-react';
import { useState } from 'react';

import type { ResultOf } from '#shared/contract/index.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { settingsText } from '#renderer/text/settings.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { Time } from '#renderer/ui/Time.tsx';

import { Card } from './Card.tsx';
import { LiftHoldDialog, PlaceHoldDialog } from './LegalHoldDialogs.tsx';
import styles from './SettingsScreen.module.css';

const { storage: text } = settingsText;

type Hold = ResultOf<'legalHolds.list'>['items'][number];

/** What is never deleted while somebody says so. */
export function LegalHoldsCard() {
  const { data, error, refresh } = useQuery('legalHolds.list', {});
  const mayCommand = useMayCommand();
  const [isPlacing, setPlacing] = useState(false);
  const [lifting, setLifting] = useState<Hold>();
  const place = mayCommand && (
    <Button icon={Plus} size="sm" onClick={() => setPlacing(true)}>
      {text.place}
    </Button>
  );
  return (
    <Card title={text.holds} actions={place}>
      <p className={styles['text']}>{text.holdsText}</p>
      {data === undefined &&
        (error === undefined ? <Skeleton width={40} /> : <ErrorState error={error} onRetry={refresh} />)}
      {data?.items.length === 0 && <EmptyState title={text.holdsNone}>{text.holdsNoneText}</EmptyState>}
      {data !== undefined && data.items.length > 0 && (
        <HoldTable holds={data.items} {...(mayCommand ? { onLift: setLifting } : {})} />
      )}
      {isPlacing && <PlaceHoldDialog onPlaced={refresh} onClose={() => setPlacing(false)} />}
      {lifting !== undefined && (
        <LiftHoldDialog holdId={lifting.holdId} onLifted={refresh} onClose={() => setLifting(undefined)} />
      )}
    </Card>
  );
}

interface HoldTableProps {
  readonly holds: readonly Hold[];
  readonly onLift?: (hold: Hold) => void;
}

function HoldTable({ holds, onLift }: HoldTableProps) {
  const { columns } = text;
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          <th scope="col">{columns.subject}</th>
          <th scope="col">{columns.span}</th>
          <th scope="col">{columns.note}</th>
          <th scope="col">{columns.placed}</th>
          {onLift !== undefined && (
            <th scope="col" data-align="end">
              <span className="visually-hidden">{columns.action}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {holds.map((hold) => (
          <tr key={hold.holdId}>
            <th scope="row">
              {text.subjects[hold.subject.type]} {hold.subject.id}
            </th>
            <td>{spanOf(hold)}</td>
            <td>{hold.note}</td>
            <td>
              <Time at={hold.placedTime} /> · {hold.who}
            </td>
            {onLift !== undefined && (
              <td data-align="end">
                <Button size="sm" variant="danger" onClick={() => onLift(hold)}>
                  {text.lift}
                </Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function spanOf({ from, to }: Hold) {
  if (from === undefined && to === undefined) return text.always;
  return (
    <>
      {from === undefined ? '…' : <Time at={from} />} – {to === undefined ? '…' : <Time at={to} />}
    </>
  );
}
