import { toIso } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import { calibrationAt, type CalibrationRecord } from '../store/calibrations.ts';
import type { Store } from '../store/store.ts';
import type { AlertBook } from './book.ts';
import { channelSubject } from './places.ts';
import { reconcile } from './reconcile.ts';
import { calibrationExpired } from './rules/calibration-expired.ts';

const forever = Number.MAX_SAFE_INTEGER;

/** Tells of every channel whose newest calibration is due; one that follows ends it. */
export class CalibrationRules {
  readonly #options: { readonly store: Store; readonly clock: Clock; readonly book: AlertBook };
  /** What was said of each channel when it was last asked. */
  readonly #said = new Map<string, string>();

  constructor(options: { readonly store: Store; readonly clock: Clock; readonly book: AlertBook }) {
    this.#options = options;
  }

  /** What has to be written now; empty most of the time. Each is to be called inside a transaction. */
  due(): (() => void)[] {
    const { store, clock } = this.#options;
    const now = clock.now();
    const channels = Map.groupBy(
      store.calibrations.all(),
      ({ deviceId, channel, quantity }) => `${deviceId}\n${channel}\n${quantity}`,
    );
    return [...channels].flatMap(([name, records]) => {
      const current = calibrationAt(
        records.toSorted((a, b) => a.validFrom - b.validFrom),
        now,
      );
      const isOver = current?.due !== undefined && current.due <= now;
      const said = isOver ? `${current.calibrationId} ${current.due}` : '';
      if (this.#said.get(name) === said) return [];
      return [
        () => {
          this.#tell(records[0]!, current, now);
          this.#said.set(name, said);
        },
      ];
    });
  }

  #tell(any: CalibrationRecord, current: CalibrationRecord | undefined, now: number): void {
    const { book, store } = this.#options;
    const { deviceId, channel, quantity } = any;
    const subject = channelSubject(deviceId, channel);
    const topic = { kind: calibrationExpired.id, ruleKey: `${calibrationExpired.id} ${quantity}`, subject };
    const name = store.devices.get(deviceId)?.channels[channel]?.name ?? subject.id;
    const spans = calibrationExpired.evaluate({ due: current?.due, now });
    for (const record of book.touching(topic, now, forever))
      if (record.end === undefined && record.start !== current?.due)
        book.live({ ...record, end: Math.max(record.start, current?.validFrom ?? now) }, { kind: 'return' });
    reconcile(book, {
      topic,
      drafts: spans.map((span) => ({
        ...topic,
        deviceId,
        channel: channel === '' ? undefined : channel,
        severity: calibrationExpired.severity,
        start: span.start,
        end: span.end,
        known: span.start,
        message: calibrationExpired.message(span, name),
        evidence: [evidenceOf(current ?? any, span.start)],
      })),
      // What another calibration has just ended is no part of what is looked at.
      from: now + 1,
      to: forever,
      ordersOf: () => [],
      now,
    });
  }
}

function evidenceOf({ calibrationId, deviceId, validFrom, certificate }: CalibrationRecord, due: number) {
  const words = certificate === undefined ? '' : `, certificate ${certificate}`;
  return {
    kind: 'calibration',
    id: calibrationId,
    eventTime: toIso(due),
    recordTime: toIso(validFrom),
    source: deviceId,
    text: `Calibration ${calibrationId} of ${toIso(validFrom)}${words}`,
  };
}
