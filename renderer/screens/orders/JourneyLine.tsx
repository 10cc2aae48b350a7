import { Check, CircleDashed, type LucideIcon } from 'lucide-react';

import type { MilestoneRow, OrderBelievedRow } from '#shared/contract/types.ts';
import type { MilestoneStatus } from '#shared/domain/order-state.ts';

import { Moment } from '#renderer/orders/Moment.tsx';
import type { OrderPlaces } from '#renderer/orders/use-order-places.ts';
import { agoWords } from '#renderer/text/day-words.ts';
import { orderPageText as text } from '#renderer/text/order-page.ts';
import { milestoneLabel, milestoneStatusText } from '#renderer/text/orders.ts';
import styles from './JourneyLine.module.css';

type HoleRow = OrderBelievedRow['holes'][number];

export interface JourneyLineProps {
  readonly milestones: readonly MilestoneRow[];
  readonly holes: readonly HoleRow[];
  readonly places: OrderPlaces;
  /** Zone of milestones that have no site of their own. */
  readonly timeZone: string;
  readonly now: number;
}

const icons: Readonly<Record<MilestoneStatus, LucideIcon | undefined>> = {
  done: Check,
  next: undefined,
  missed: CircleDashed,
  skipped: CircleDashed,
  planned: undefined,
};

/** The planned touchpoints in their order: done with their time, the next one, holes, and what is still to come. */
export function JourneyLine({ milestones, holes, places, timeZone, now }: JourneyLineProps) {
  return (
    // Where there is no room for all of it, it scrolls: then the keyboard must be able to.
    <ol className={styles['line']} aria-label={text.journey} tabIndex={0}>
      {milestones.map((milestone, index) => (
        <li
          key={`${index} ${milestone.milestone}`}
          className={styles['stop']}
          data-status={milestone.status}
          data-reached={milestones.slice(index).some((each) => each.status === 'done') || undefined}
          aria-current={milestone.status === 'next' ? 'step' : undefined}
        >
          <Stop
            milestone={milestone}
            hole={holes.find(
              ({ siteId, bizStep }) => siteId === milestone.siteId && bizStep === milestone.bizStep,
            )}
            places={places}
            timeZone={timeZone}
            now={now}
          />
        </li>
      ))}
    </ol>
  );
}

interface StopProps {
  readonly milestone: MilestoneRow;
  readonly hole: HoleRow | undefined;
  readonly places: OrderPlaces;
  /** Zone of milestones that have no site of their own. */
  readonly timeZone: string;
  readonly now: number;
}

function Stop({ milestone, hole, places, timeZone, now }: StopProps) {
  const { siteId, status } = milestone;
  const Icon = icons[status];
  return (
    <>
      <span className={styles['mark']} aria-hidden>
        {Icon !== undefined && <Icon size={12} strokeWidth={3} />}
      </span>
      <span className={styles['label']}>
        {milestoneLabel(milestone)}
        <span className="visually-hidden"> ({milestoneStatusText[status]})</span>
      </span>
      {siteId !== undefined && (
        <span className={styles['site']} data-tip={places.siteName(siteId)}>
          {places.siteName(siteId)}
        </span>
      )}
      <StopTime
        milestone={milestone}
        timeZone={siteId === undefined ? timeZone : places.zoneOf(siteId)}
        now={now}
      />
      {isHole(milestone) && hole !== undefined && hole.usualDevices.length > 0 && (
        <span className={styles['site']} data-tip={hole.because}>
          {text.usuallyBy(hole.usualDevices[0]!)}
        </span>
      )}
    </>
  );
}

function isHole({ status }: MilestoneRow): boolean {
  return status === 'missed' || status === 'skipped';
}

interface StopTimeProps {
  readonly milestone: MilestoneRow;
  readonly timeZone: string;
  readonly now: number;
}

function StopTime({ milestone, timeZone, now }: StopTimeProps) {
  const { eventTime, expectedTime, source, status } = milestone;
  if (eventTime !== undefined) {
    return (
      <span className={styles['time']}>
        <Moment at={eventTime} timeZone={timeZone} />
        <span className={styles['aside']}>{agoWords(Date.parse(eventTime), now)}</span>
      </span>
    );
  }
  if (isHole(milestone) && milestone.milestone !== 'delivered') {
    return (
      <span className={styles['time']}>
        {text.notScanned}
        {expectedTime !== undefined && (
          <span className={styles['aside']}>
            {text.expectedBy} <Moment at={expectedTime} timeZone={timeZone} />
          </span>
        )}
      </span>
    );
  }
  if (expectedTime === undefined) return null;
  const isOverdue = (status === 'next' || status === 'missed') && Date.parse(expectedTime) < now;
  const word = source === 'promise' ? text.promisedBy : isOverdue ? text.wasExpected : text.expected;
  return (
    <span className={styles['time']}>
      <span className={isOverdue ? styles['overdue'] : styles['aside']}>
        {word} <Moment at={expectedTime} timeZone={timeZone} />
      </span>
      {source === 'learned' && (
        <span className={styles['aside']} data-tip={text.learnedTip}>
          {text.learned}
        </span>
      )}
    </span>
  );
}
