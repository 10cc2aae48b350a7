import { useState } from 'react';

import type { ResultOf } from '#shared/contract/index.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { formatBytes, formatCount, formatNumber } from '#renderer/text/format.ts';
import { settingsText } from '#renderer/text/settings.ts';
import { ConfirmDialog } from '#renderer/ui/ConfirmDialog.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Facts } from '#renderer/ui/Facts.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import { Value } from '#renderer/ui/Value.tsx';

import { Card } from './Card.tsx';
import styles from './SettingsScreen.module.css';

const { storage: text } = settingsText;

type StorageState = ResultOf<'retention.get'>;
type ClassRow = StorageState['classes'][number];
interface Change {
  readonly row: ClassRow;
  readonly keepDays: number | null;
}

const offeredDays = [1, 7, 14, 30, 60, 90, 180, 400, 730, 1826, 3653] as const;

/** How much room there is, when it is used up, and how long data is kept. */
export function StorageCards() {
  const { data, error, refresh } = useQuery('retention.get', {});
  if (data === undefined)
    return error === undefined ? <Skeleton width={40} /> : <ErrorState error={error} onRetry={refresh} />;
  return (
    <>
      <Card title={text.room}>
        <Facts items={roomFacts(data)} />
      </Card>
      <KeepCard state={data} onChanged={refresh} />
    </>
  );
}

function roomFacts(state: StorageState) {
  const { bytesPerDay, fullTime, quarantine } = state;
  return [
    { label: text.free, value: <Value measured={formatBytes(state.freeBytes)} /> },
    { label: text.reusable, value: <Value measured={formatBytes(state.reusableBytes)} /> },
    {
      label: text.growth,
      value:
        bytesPerDay === undefined ? (
          text.growthUnknown
        ) : (
          <>
            <Value measured={formatBytes(bytesPerDay)} /> {text.perDay}
          </>
        ),
    },
    {
      label: text.full,
      value: bytesPerDay !== undefined && fullTime === undefined ? text.never : fullValue(fullTime),
    },
    { label: text.backup, value: backupValue(state.backup) },
    {
      label: text.quarantine,
      value: (
        <>
          {formatCount(quarantine.kept)} (<Value measured={formatBytes(quarantine.bytes)} />
          ), {formatCount(quarantine.counted)} {text.counted}
        </>
      ),
    },
  ];
}

function backupValue({ time, bytes, problem }: StorageState['backup']) {
  return (
    <>
      {time === undefined || bytes === undefined ? (
        problem === undefined && text.noBackup
      ) : (
        <>
          <Time at={time} /> (<Value measured={formatBytes(bytes)} />){' '}
        </>
      )}
      {problem}
    </>
  );
}

function fullValue(fullTime: string | undefined) {
  return fullTime === undefined ? text.growthUnknown : <Time at={fullTime} />;
}

function KeepCard({ state, onChanged }: { readonly state: StorageState; readonly onChanged: () => void }) {
  const mayCommand = useMayCommand();
  const put = useCommand('retention.put');
  const [asking, setAsking] = useState<Change>();

  async function carryOut({ row, keepDays }: Change): Promise<void> {
    const outcome = await put.run({ class: row.class, keepDays });
    if (!outcome.ok) return;
    setAsking(undefined);
    onChanged();
  }

  /** Only what deletes is asked for again. */
  function choose(change: Change): void {
    if ((change.keepDays ?? Infinity) < (change.row.keepDays ?? Infinity)) setAsking(change);
    else void carryOut(change);
  }

  return (
    <Card title={text.keep}>
      <p className={styles['text']}>{text.keepText}</p>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{text.class}</th>
            <th scope="col">{text.kept}</th>
          </tr>
        </thead>
        <tbody>
          {state.classes.map((row) => (
            <tr key={row.class}>
              <th scope="row">{text.classes[row.class]}</th>
              <td>
                {mayCommand ? (
                  <Select
                    aria-label={text.classes[row.class]}
                    value={String(row.keepDays)}
                    options={optionsOf(row)}
                    onValueChange={(value) =>
                      choose({ row, keepDays: value === 'null' ? null : Number(value) })
                    }
                  />
                ) : (
                  daysLabel(row.keepDays)
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {put.error !== undefined && asking === undefined && (
        <ErrorState error={put.error} onRetry={onChanged} />
      )}
      {asking !== undefined && (
        <ConfirmDialog
          title={text.shorten}
          text={`${text.classes[asking.row.class]}: ${daysLabel(asking.keepDays)}. ${text.shortenText}`}
          confirm={text.shortenDo}
          isBusy={put.isBusy}
          error={put.error}
          onConfirm={() => void carryOut(asking)}
          onClose={() => setAsking(undefined)}
        />
      )}
    </Card>
  );
}

function optionsOf({ keepDays }: ClassRow) {
  const days = new Set<number>(offeredDays);
  if (keepDays !== null) days.add(keepDays);
  const sorted = [...days].sort((a, b) => a - b);
  return [...sorted, null].map((each) => ({ value: String(each), label: daysLabel(each) }));
}

function daysLabel(days: number | null): string {
  return days === null ? text.forever : `${formatNumber(days)} ${text.days}`;
}
