import { History, PencilOff } from 'lucide-react';
import { useMemo, useState } from 'react';

import type { ResultOf } from '#shared/contract/index.ts';
import type { OrderBelievedRow, TimelineRow } from '#shared/contract/types.ts';

import { messageWords } from '#renderer/alerts/message-words.ts';
import { caseHref } from '#renderer/cases/case-links.ts';
import { useLocationState } from '#renderer/data/location-state.ts';
import { useNow } from '#renderer/data/use-now.ts';
import type { QueryView } from '#renderer/data/use-query.ts';
import { Block } from '#renderer/orders/Block.tsx';
import { deviceHref, siteHref } from '#renderer/orders/order-links.ts';
import type { OrderPlaces } from '#renderer/orders/use-order-places.ts';
import { caseText } from '#renderer/text/cases.ts';
import { dayWords } from '#renderer/text/day-words.ts';
import {
  formatClock,
  formatCount,
  formatDateTime,
  formatDay,
  formatUtc,
  formatZoneOffset,
} from '#renderer/text/format.ts';
import { correctionText } from '#renderer/text/holds.ts';
import { orderPageText as text } from '#renderer/text/order-page.ts';
import { verdictText } from '#renderer/text/orders.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { CorrectDialog, UndoDialog } from './CorrectionDialogs.tsx';
import { delayWords } from './order-facts.ts';
import styles from './OrderTimeline.module.css';

export interface OrderTimelineProps {
  readonly order: OrderBelievedRow;
  readonly view: QueryView<ResultOf<'orders.timeline'>>;
  readonly places: OrderPlaces;
}

/** Everything that happened to the order, newest first: when it happened, and when that became known. */
export function OrderTimeline({ order, view, places }: OrderTimelineProps) {
  const { data, error, refresh } = view;
  const days = useMemo(() => daysOf(data?.items ?? [], places), [data, places]);
  const caseId = useLocationState().params['case'];
  const now = useNow(60_000);
  const summary = data === undefined ? undefined : text.timelineCount(formatCount(data.items.length));
  return (
    <Block
      title={text.timeline}
      {...(summary === undefined ? {} : { summary: `${summary}, ${text.newestFirst}` })}
      isFlush
    >
      {caseId !== undefined && (
        <p className={styles['waiting']}>
          {caseText.linking(caseId)} <a href={caseHref(caseId)}>{caseText.backToCase}</a>
        </p>
      )}
      {error !== undefined && data === undefined && (
        <ErrorState title={text.timelineFailed} error={error} onRetry={refresh} />
      )}
      {data === undefined && error === undefined && (
        <div className={styles['waiting']}>
          <Skeleton width={40} />
        </div>
      )}
      {days.map(({ day, timeZone, items }) => (
        <div key={`${day} ${timeZone}`}>
          <h3 className={styles['day']}>
            {dayWords(Date.parse(items[0]?.eventTime ?? ''), { now, timeZone })}
            <span className={styles['date']}>
              {' '}
              {day} {formatZoneOffset(Date.parse(items[0]?.eventTime ?? ''), timeZone)}
            </span>
          </h3>
          <ol>
            {items.map((item) => (
              <li key={item.id} className={styles['item']}>
                <Entry item={item} parcels={order.parcels.length} places={places} timeZone={timeZone} />
              </li>
            ))}
          </ol>
        </div>
      ))}
    </Block>
  );
}

interface Day {
  readonly day: string;
  readonly timeZone: string;
  readonly items: TimelineRow[];
}

/** Newest first, by calendar day in the zone of the place; a change of zone begins a new group. */
function daysOf(items: readonly TimelineRow[], places: OrderPlaces): Day[] {
  const days: Day[] = [];
  let timeZone = places.zoneOf(items.findLast((item) => item.siteId !== undefined)?.siteId);
  for (const item of items.toReversed()) {
    // What happened at no site is told in the zone of what happened next.
    if (item.siteId !== undefined) timeZone = places.zoneOf(item.siteId);
    const day = formatDay(Date.parse(item.eventTime), timeZone);
    const last = days.at(-1);
    if (last?.day === day && last.timeZone === timeZone) last.items.push(item);
    else days.push({ day, timeZone, items: [item] });
  }
  return days;
}

interface EntryProps {
  readonly item: TimelineRow;
  readonly parcels: number;
  readonly places: OrderPlaces;
  readonly timeZone: string;
}

/** Declares a scan wrong, or takes that back. */
function EntryActions({ item, timeZone }: { readonly item: TimelineRow; readonly timeZone: string }) {
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  if (item.kind !== 'scan') return null;
  const { correction } = item;
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        className={styles['action']}
        data-tip={correction === undefined ? correctionText.correctTip : correctionText.undoTip}
        aria-label={`${correction === undefined ? correctionText.correct : correctionText.undo} ${item.text}`}
        onClick={() => setOpen(true)}
      >
        {correction === undefined ? correctionText.correct : correctionText.undo}
      </Button>
      {isOpen && correction === undefined && (
        <CorrectDialog item={item} timeZone={timeZone} onClose={close} />
      )}
      {isOpen && correction !== undefined && (
        <UndoDialog correctionId={correction.correctionId} onClose={close} />
      )}
    </>
  );
}

/** What happened, in names; the ids it was scanned with on a closer look. */
function Words({ words, item }: { readonly words: string; readonly item: TimelineRow }) {
  const { readPoint, on, correction } = item;
  const ids = [
    ...(readPoint === undefined ? [] : [text.atReadPoint(readPoint)]),
    ...(on === undefined ? [] : [text.onId(on)]),
  ];
  const tip = ids.length === 0 ? undefined : ids.join('\n');
  return correction === undefined ? <span data-tip={tip}>{words}</span> : <s data-tip={tip}>{words}</s>;
}

function Entry({ item, parcels, places, timeZone }: EntryProps) {
  const { eventTime, recordTime, source, parcelIds, siteId, verdict, correction } = item;
  const time = Date.parse(eventTime);
  const recorded = Date.parse(recordTime);
  const delay = item.kind === 'scan' || item.kind === 'alert' ? delayWords(item) : undefined;
  const site = siteId === undefined ? undefined : places.site(siteId);
  const words = messageWords(item.text, timeZone);
  return (
    <>
      <time
        className={styles['time']}
        dateTime={eventTime}
        data-tip={`${formatDateTime(time, timeZone)}\n${formatUtc(time)}`}
      >
        {formatClock(time, timeZone)}
      </time>
      <span className={styles['text']}>
        <Words words={words} item={item} />
        {correction !== undefined && (
          <Badge icon={PencilOff} tip={correction.note}>
            {correctionText.declared(correction.who)}
          </Badge>
        )}
        {verdict !== undefined && (
          <Badge tone={verdict === 'accepted' ? 'quiet' : 'warn'} tip={verdictText[verdict].tip}>
            {verdictText[verdict].label}
          </Badge>
        )}
        {delay !== undefined && (
          <Badge icon={History} tip={`${text.recorded} ${formatDateTime(recorded, timeZone)}`}>
            {delay}
          </Badge>
        )}
      </span>
      <span className={styles['aside']}>
        {site !== undefined && <a href={siteHref(site)}>{site.name}</a>}
        {source.type === 'device' ? (
          <a href={deviceHref(source.id)} aria-label={text.sourceDevice(source.id)}>
            {source.id}
          </a>
        ) : (
          <span>{text.via(source.id)}</span>
        )}
        {parcelIds !== undefined && parcels > 1 && (
          <span data-tip={parcelIds.join('\n')}>
            {text.ofParcels(formatCount(parcelIds.length), formatCount(parcels))}
          </span>
        )}
        {delay === undefined && (
          <span data-tip={formatUtc(recorded)}>
            {text.recorded.toLowerCase()} {formatClock(recorded, timeZone)}
          </span>
        )}
        <EntryActions item={item} timeZone={timeZone} />
      </span>
    </>
  );
}
