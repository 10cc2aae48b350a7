import type { FindingDetailRow, TaskDetailRow } from '#shared/contract/types.ts';
import { ignoreSubjectTypes, type FindingKind, type IgnoreSubjectType } from '#shared/domain/finding.ts';
import { dayMs, hourMs } from '#shared/domain/time.ts';

import { alertKindText, subjectTypeText } from '#renderer/text/alerts.ts';
import { findingsText as text } from '#renderer/text/findings.ts';

/** How much is to be ignored. */
export interface IgnoreScope {
  readonly label: string;
  readonly kind?: FindingKind;
  readonly subject?: { readonly type: IgnoreSubjectType; readonly id: string };
}

export const ignorePeriods = ['hour', 'shift', 'day', 'week', 'month'] as const;

export type IgnorePeriod = (typeof ignorePeriods)[number];

export const ignorePeriodMs: Readonly<Record<IgnorePeriod, number>> = {
  hour: hourMs,
  shift: 8 * hourMs,
  day: dayMs,
  week: 7 * dayMs,
  month: 30 * dayMs,
};

type About = Pick<FindingDetailRow, 'kind' | 'subject' | 'deviceId' | 'vehicleId' | 'siteId'>;

/** What of a finding can be ignored, the narrowest first. `task`: what it is listed under; `nameOf`: what people call a thing. */
export function ignoreScopes(
  { kind, subject, deviceId, vehicleId, siteId }: About,
  task: TaskDetailRow['subject'],
  nameOf: (subject: FindingDetailRow['subject']) => string,
): readonly IgnoreScope[] {
  const words = alertKindText[kind];
  const type = ignoreSubjectTypes.find((each) => each === subject.type);
  const own = type === undefined ? undefined : { type, id: subject.id };
  const whole = task.type !== 'order' || subject.type === 'order' ? [] : [{ type: task.type, id: task.id }];
  const places = (
    [
      ['device', deviceId],
      ['vehicle', vehicleId],
      ['site', siteId],
    ] as const
  ).flatMap(([each, id]) => (id === undefined || each === subject.type ? [] : [{ type: each, id }]));
  return [
    ...(own === undefined
      ? []
      : [
          { label: text.scopes.this(words, nameOf(own)), kind, subject: own },
          {
            label: text.scopes.subject(subjectTypeText[own.type].toLowerCase(), nameOf(own)),
            subject: own,
          },
        ]),
    ...whole.map((order) => ({
      label: text.scopes.subject(subjectTypeText.order.toLowerCase(), order.id),
      subject: order,
    })),
    ...places.map((place) => ({
      label: text.scopes.kindAt(words, subjectTypeText[place.type].toLowerCase(), nameOf(place)),
      kind,
      subject: place,
    })),
    { label: text.scopes.kind(words), kind },
  ];
}
