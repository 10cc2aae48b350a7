import { RotateCcw } from 'lucide-react';

import type { DeliveryEntry } from '#shared/contract/types.ts';
import type { DeliveryState } from '#shared/domain/notice.ts';

import { hrefOf } from '#renderer/data/location-state.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { usePages } from '#renderer/data/use-pages.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { deliveryStateText, noticesText } from '#renderer/text/notices.ts';
import { Awaited } from '#renderer/ui/Awaited.tsx';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import type { Tone } from '#renderer/ui/tone.ts';

import { Card } from './Card.tsx';
import { ColumnHeads } from './ColumnHeads.tsx';
import own from './NoticesSection.module.css';
import styles from './SettingsScreen.module.css';

const { deliveries: text } = noticesText;
const tones: Readonly<Record<DeliveryState, Tone>> = {
  waiting: 'info',
  sent: 'ok',
  failed: 'bad',
  cancelled: 'quiet',
};
const keyOf = ({ deliveryId }: DeliveryEntry): string => deliveryId;

/** What was sent, what waits and what was given up. */
export function DeliveriesCard({ refreshKey }: { readonly refreshKey: number | undefined }) {
  const pages = usePages('deliveries.list', {}, { keyOf, refreshKey });
  const { items, error } = pages;
  return (
    <Card
      title={text.title}
      actions={
        <Button size="sm" icon={RotateCcw} onClick={pages.refresh}>
          {text.refresh}
        </Button>
      }
    >
      <p className={styles['text']}>{text.text}</p>
      <Awaited data={items} error={error} title={text.failed} onRetry={pages.refresh} />
      {items?.length === 0 && <p className={styles['quiet']}>{text.empty}</p>}
      {items !== undefined && items.length > 0 && (
        <table className={styles['table']}>
          <thead>
            <tr>
              <ColumnHeads titles={text.columns} />
            </tr>
          </thead>
          <tbody>
            {items.map((delivery) => (
              <DeliveryLine key={delivery.deliveryId} delivery={delivery} onRetried={pages.refresh} />
            ))}
          </tbody>
        </table>
      )}
      {pages.hasMore && <Button onClick={pages.loadMore}>{text.older}</Button>}
    </Card>
  );
}

interface DeliveryLineProps {
  readonly delivery: DeliveryEntry;
  readonly onRetried: () => void;
}

function DeliveryLine({ delivery, onRetried }: DeliveryLineProps) {
  const retry = useCommand('deliveries.retry');
  const mayCommand = useMayCommand();
  const { deliveryId, state, subject, alertIds, attempts, problem, answer, dueTime } = delivery;
  const [only] = alertIds;
  async function again(): Promise<void> {
    if ((await retry.run({ deliveryId })).ok) onRetried();
  }
  return (
    <tr>
      <td>
        <Time at={delivery.createdTime} form="short" />
      </td>
      <td>
        {alertIds.length === 1 && only !== undefined ? (
          <a href={hrefOf('/alerts', { alert: only })}>{subject}</a>
        ) : (
          subject
        )}
      </td>
      <td>{delivery.channelName}</td>
      <td>
        <Badge tone={tones[state]}>{deliveryStateText[state]}</Badge>
        <p className={own['quiet']}>{text.tries(attempts)}</p>
      </td>
      <td>
        {problem !== undefined && <p className={own['problem']}>{problem}</p>}
        {answer !== undefined && <p className={own['quiet']}>{answer}</p>}
        {dueTime !== undefined && attempts > 0 && (
          <p className={own['quiet']}>
            {text.next} <Time at={dueTime} form="short" />
          </p>
        )}
        {state === 'failed' && alertIds.length > 0 && mayCommand && (
          <Button
            size="sm"
            busy={retry.isBusy}
            aria-label={text.retryLabel(subject)}
            onClick={() => void again()}
          >
            {text.retry}
          </Button>
        )}
      </td>
    </tr>
  );
}
