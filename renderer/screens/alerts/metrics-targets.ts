import type { ResultOf } from '#shared/contract/index.ts';

export type MetricId =
  | 'perHour'
  | 'per10Min'
  | 'peak'
  | 'flood'
  | 'stale'
  | 'topShare'
  | 'chattering'
  | 'priorities';

export interface Judged {
  readonly id: MetricId;
  readonly value: string;
  /** Whether the target is met; undefined where too little was raised to say. */
  readonly isMet: boolean | undefined;
}

/** Below this many, shares say nothing. */
const enough = 20;
/** How far the mix of priorities may be from 80/15/5, in percentage points. */
const mixTolerance = 10;

/** The figures beside the targets of ISA-18.2. Pure. */
export function judge(metrics: ResultOf<'alerts.metrics'>): Judged[] {
  const { raised, perHour, per10Min, peak, floodShare, stale, topShare, chattering } = metrics;
  const mix = mixOf(metrics);
  const isEnough = raised >= enough;
  return [
    { id: 'perHour', value: perHour.toFixed(1), isMet: perHour <= 12 },
    { id: 'per10Min', value: per10Min.toFixed(2), isMet: per10Min <= 2 },
    { id: 'peak', value: String(peak?.count ?? 0), isMet: (peak?.count ?? 0) <= 10 },
    { id: 'flood', value: percent(floodShare), isMet: floodShare < 0.01 },
    { id: 'stale', value: String(stale), isMet: stale < 5 },
    { id: 'topShare', value: percent(topShare), isMet: isEnough ? topShare <= 0.05 : undefined },
    { id: 'chattering', value: String(chattering.length), isMet: chattering.length === 0 },
    {
      id: 'priorities',
      value: mix.map((share) => share.toFixed(0)).join(' / '),
      isMet: isEnough
        ? mix.every((share, index) => Math.abs(share - [80, 15, 5][index]!) <= mixTolerance)
        : undefined,
    },
  ];
}

/** Low and medium, high, critical, in percent. */
function mixOf({ raised, bySeverity }: ResultOf<'alerts.metrics'>): readonly number[] {
  const { low, medium, high, critical } = bySeverity;
  return [low + medium, high, critical].map((count) => (raised === 0 ? 0 : (100 * count) / raised));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
