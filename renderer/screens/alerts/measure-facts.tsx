import type { AlertRow } from '#shared/contract/types.ts';

import { hrefOf } from '#renderer/data/location-state.ts';
import { alertsText } from '#renderer/text/alerts.ts';
import { formatAge, formatCount } from '#renderer/text/format.ts';
import { limitWords } from '#renderer/text/profiles.ts';
import type { Fact } from '#renderer/ui/Facts.tsx';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import { Time } from '#renderer/ui/Time.tsx';

import styles from './AlertsScreen.module.css';

const { panel: text } = alertsText;

/** The limit that was broken, as it was then, and the profile it is of. */
export function limitFacts({
  limit,
  profileId,
  profileName,
}: NonNullable<AlertRow['silence']>): [Fact, Fact] {
  return [
    { label: text.limit, value: limitWords(limit) },
    {
      label: text.profile,
      value: <a href={hrefOf('/settings', { section: 'profiles', profile: profileId })}>{profileName}</a>,
    },
  ];
}

/** What was measured against which limit, as the limit was then. */
export function measureFacts(measure: NonNullable<AlertRow['measure']>, timeZone: string): Fact[] {
  const { limit, worst, uom, gapBefore, gapAfter } = measure;
  const [limitFact, profileFact] = limitFacts(measure);
  return [
    limitFact,
    {
      label: text.worst,
      value: (
        <>
          <strong>
            <Quantity type={limit.quantity} value={worst.value} uom={uom} />
          </strong>{' '}
          <span className={styles['aside']}>
            <Time at={worst.time} timeZone={timeZone} form="short" />
          </span>
        </>
      ),
    },
    { label: text.readings, value: formatCount(measure.readings) },
    profileFact,
    ...(gapBefore === undefined ? [] : [{ label: text.gapBefore, value: gapWords(gapBefore) }]),
    ...(gapAfter === undefined ? [] : [{ label: text.gapAfter, value: gapWords(gapAfter) }]),
  ];
}

function gapWords({ from, to }: { readonly from: string; readonly to: string }): string {
  return `${formatAge(Date.parse(to) - Date.parse(from))}: ${text.unknownMeanwhile}`;
}
