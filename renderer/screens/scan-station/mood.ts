import {
  CircleCheck,
  CircleHelp,
  CloudOff,
  CopyCheck,
  Hand,
  ListOrdered,
  type LucideIcon,
  MapPinOff,
  OctagonX,
} from 'lucide-react';

import { stationText } from '#renderer/text/scan-station.ts';
import type { Verdict } from '#shared/domain/cbv.ts';

import type { QueuedScan, StationAnswer } from './scan-queue.ts';

/** What a verdict means to the person with the scanner: go on, done already, stop, or kept for later. */
export type Mood = 'good' | 'again' | 'bad' | 'waiting';

export interface Told {
  readonly mood: Mood;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly message: string;
}

const verdicts: Readonly<Record<Verdict, Pick<Told, 'mood' | 'icon'>>> = {
  accepted: { mood: 'good', icon: CircleCheck },
  duplicate: { mood: 'again', icon: CopyCheck },
  'out-of-sequence': { mood: 'bad', icon: ListOrdered },
  'wrong-place': { mood: 'bad', icon: MapPinOff },
  unknown: { mood: 'bad', icon: CircleHelp },
  held: { mood: 'bad', icon: Hand },
};

/** From harmless to what must stop somebody. */
const gravity: readonly Verdict[] = [
  'accepted',
  'duplicate',
  'out-of-sequence',
  'wrong-place',
  'unknown',
  'held',
];

/** What the station says of a scan: the gravest of its answers. */
export function tellOf({ answers, problem }: QueuedScan): Told {
  if (problem !== undefined)
    return { mood: 'bad', icon: OctagonX, title: stationText.refused, message: problem };
  const worst = answers?.reduce<StationAnswer | undefined>(
    (was, each) =>
      was === undefined || gravity.indexOf(each.verdict) > gravity.indexOf(was.verdict) ? each : was,
    undefined,
  );
  if (worst === undefined)
    return { mood: 'waiting', icon: CloudOff, title: stationText.kept, message: stationText.keptText };
  return { ...verdicts[worst.verdict], title: stationText.verdict[worst.verdict], message: worst.message };
}
