import { canonicalCode } from '#shared/domain/codes.ts';

import type { Clock } from '../clock.ts';
import type { StoredFact } from '../ingest/settle.ts';
import type { Device } from '../store/devices.ts';
import type { ScanRecord } from '../store/fact-queries.ts';
import type { Store } from '../store/store.ts';
import type { World } from '../tracking/world.ts';
import type { AlertBook, AlertTopic } from './book.ts';
import { reconcile } from './reconcile.ts';
import { badCheckDigit } from './rules/bad-check-digit.ts';
import { type CodeInput, unknownCode } from './rules/unknown-code.ts';
import { toIso } from '#shared/domain/time.ts';

const forever = Number.MAX_SAFE_INTEGER;

export interface CodeRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly world: World;
}

/** What a scanned code that nobody knows may be: a stranger, or misread. Of one code at most one of them holds. */
const rules = [unknownCode, badCheckDigit] as const;

/** The rules about scanned codes that nobody knows. */
export class CodeRules {
  readonly #options: CodeRulesOptions;
  /** Codes whose alert stands, so that a code that becomes known is found without a query for each. */
  readonly #open = new Set<string>();

  constructor(options: CodeRulesOptions) {
    this.#options = options;
    for (const { id: kind } of rules) {
      const filter = { open: true, withdrawn: false, kind, limit: forever } as const;
      for (const row of options.store.alerts.list(filter)) this.#open.add(row.subjectId);
    }
  }

  /** Takes in a scan. Only inside a transaction, after it was judged. */
  take({ observation }: StoredFact): void {
    const { store } = this.#options;
    if (observation.kind !== 'scan') return;
    for (const container of [observation.parent, observation.vehicleId])
      if (container !== undefined) this.becameKnown(canonicalCode(container));
    if (isPortalRead(observation) || isCarrier(store.devices.get(observation.deviceId))) return;
    for (const code of new Set(observation.codes.map(canonicalCode))) {
      if (this.#open.has(code) || store.orders.byCode(code).length === 0) this.look(code);
    }
  }

  /** True of a code whose alert ends when somebody has it. */
  isAwaited(code: string): boolean {
    return this.#open.has(code);
  }

  /** A code may be known now. Only inside a transaction. */
  becameKnown(code: string): void {
    if (this.#open.has(code)) this.look(code);
  }

  /** Looks at a code again, whatever was thought of it. Only inside a transaction. */
  look(code: string): void {
    const { store, clock, book, world } = this.#options;
    const isContainer =
      world.vehicle(code) !== undefined ||
      store.tracking.isContainer(code) ||
      store.returns.orderOf(code) !== undefined;
    // Vehicles are scanned all day.
    if (isContainer && !this.#open.has(code)) return;
    const scans = store.tracking
      .scansOf(code)
      .filter((scan) => !isPortalRead(scan) && !isCarrier(store.devices.byKey(scan.device_key)));
    const [owner] = store.orders.byCode(code);
    const orderTime = owner === undefined ? undefined : store.orders.byKey(owner.orderKey)?.createdTime;
    const input: CodeInput = {
      code,
      scans: scans.map((scan) => ({
        time: scan.event_time,
        recordTime: scan.record_time,
        siteId: scan.site_id ?? undefined,
      })),
      orderTime,
      isContainer,
    };
    const first = scans.toSorted((a, b) => a.event_time - b.event_time)[0];
    this.#open.delete(code);
    for (const rule of rules) {
      const topic: AlertTopic = {
        kind: rule.id,
        ruleKey: rule.id,
        subject: { type: 'parcel', id: code },
      };
      const drafts = rule.evaluate(input).map((span) => ({
        ...topic,
        ...(first === undefined ? {} : { deviceId: store.devices.byKey(first.device_key)?.deviceId }),
        siteId: span.detail.siteId,
        severity: rule.severity,
        endsByDecision: rule.endsByDecision,
        start: span.start,
        end: span.end,
        known: span.start,
        message: rule.message(span, code),
        evidence: first === undefined ? [] : [this.#evidence(first)],
      }));
      reconcile(book, { topic, drafts, from: -forever, to: forever, ordersOf: () => [], now: clock.now() });
      if (drafts.some(({ end }) => end === undefined)) this.#open.add(code);
    }
  }

  #evidence(scan: ScanRecord) {
    const deviceId = this.#options.store.devices.byKey(scan.device_key)?.deviceId ?? '';
    return {
      kind: 'scan',
      id: String(scan.scan_key),
      eventTime: toIso(scan.event_time),
      recordTime: toIso(scan.record_time),
      source: deviceId,
      text: `Scanned${scan.site_id === null ? '' : ` at ${scan.site_id}`}`,
    };
  }
}

/** A tracking service may tell of parcels of other shops of ours: its word is counted, not alerted. */
function isCarrier(device: Device | undefined): boolean {
  return device?.kind === 'carrier';
}

/** What an RFID portal reads passes by by itself: strangers' tags are counted, not alerted. */
function isPortalRead(scan: object): boolean {
  return ['antenna', 'rssiDbm', 'rssi_dbm', 'reads'].some(
    (name) => name in scan && typeof Reflect.get(scan, name) === 'number',
  );
}
