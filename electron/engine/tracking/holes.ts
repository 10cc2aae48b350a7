import type { z } from 'zod';

import type { Hole } from '#shared/contract/orders.ts';
import { toIso } from '#shared/domain/time.ts';

import { compact } from '../live/rows.ts';
import type { UsualDevice } from '../store/lanes.ts';
import type { Store } from '../store/store.ts';
import type { MilestoneBelief } from './milestones.ts';

export type HoleRow = z.output<typeof Hole>;

/** What nobody scanned although it was to be: where, which step, by when, and by whom it usually is. */
export function holesOf(store: Store, milestones: readonly MilestoneBelief[], at: number): HoleRow[] {
  return milestones.flatMap((milestone, index): HoleRow[] => {
    const { siteId, bizStep, expectedTime, status } = milestone;
    if (siteId === undefined || bizStep === undefined) return [];
    if (status !== 'skipped' && status !== 'missed') return [];
    return [
      compact({
        siteId,
        siteName: store.places.site(siteId)?.name,
        bizStep,
        expectedTime: expectedTime === undefined ? undefined : toIso(expectedTime),
        because: status === 'missed' ? missedWords(milestone) : skippedWords(milestones.slice(index + 1)),
        usualDevices: devicesFor(store, siteId, bizStep, at).map((each) => compact({ ...each })),
      }),
    ];
  });
}

function missedWords({ source }: MilestoneBelief): string {
  return source === 'learned'
    ? 'The time like orders pass it is over, and nothing later was seen.'
    : 'Its planned time is over, and nothing later was seen.';
}

function skippedWords(later: readonly MilestoneBelief[]): string {
  const seen = later.find(({ status }) => status === 'done');
  if (seen?.eventTime === undefined) return 'A later touchpoint was seen.';
  const what = (seen.bizStep ?? seen.milestone).replaceAll('_', ' ');
  const where = seen.siteId === undefined ? '' : ` at ${seen.siteId}`;
  return `Passed over: ${what}${where} was seen at ${toIso(seen.eventTime)}.`;
}

/** Those that scanned there before; where none is known those that are set up to. */
function devicesFor(store: Store, siteId: string, bizStep: string, at: number): UsualDevice[] {
  const heard = store.lanes.usualDevices(siteId, bizStep, at);
  if (heard.length > 0) return heard;
  return [...store.devices.all()]
    .filter((device) => device.siteId === siteId && device.bizStep === bizStep)
    .map(({ deviceId, readPoint }) => ({ deviceId, readPoint }));
}
