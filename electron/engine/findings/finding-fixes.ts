import type { AlertRow, AssociationRow, FindingFixRow } from '#shared/contract/types.ts';
import { canonicalCode } from '#shared/domain/codes.ts';
import { toIso } from '#shared/domain/time.ts';

import type { PostedOrder } from '../tracking/believe.ts';
import type { ScanFact } from '../tracking/journey.ts';

/** What the corrections that would settle a finding follow from. */
export interface FixInput {
  readonly alert: AlertRow;
  /** The scans its evidence names, as they are believed. */
  readonly scans: ReadonlyMap<string, ScanFact>;
  /** Of the order concerned; undefined where there is none. */
  readonly posted: PostedOrder | undefined;
  /** Known codes that a code nobody knows may have been meant to be, the most likely first. */
  readonly nearCodes: readonly string[];
  /** What the devices of its evidence are on. */
  readonly associations: readonly AssociationRow[];
}

type Correction = Extract<FindingFixRow['does'], { request: 'corrections.declare' }>['params'];
type Fix = Omit<FindingFixRow, 'fixId'>;

const mostGuesses = 3;

/** One click each, none of which deletes anything: every one can be taken back. Pure. */
export function fixesOf(input: FixInput): FindingFixRow[] {
  return [...ownFixes(input), ...ruleFixes(input)].map((fix, index) => ({
    ...fix,
    fixId: String(index + 1),
  }));
}

/** What the rule itself proposed, made whole where what it says is wrong can be said better than by dropping it. */
function ruleFixes(input: FixInput): Fix[] {
  const { alert, scans } = input;
  return (alert.mismatch?.fixes ?? []).flatMap(({ title, target, reason, note }): Fix[] => {
    const scan = target.kind === 'scan' ? scans.get(target.id) : undefined;
    if (scan === undefined) return [];
    if (reason === 'did_not_occur') return [dropped(input, { id: target.id, scan }, { title, note })];
    const replacement = replacementOf(input);
    if (replacement === undefined) return [];
    return [correction(title, note, { target: scanTarget(target.id), reason }, replacement)];
  });
}

/** A scan that did not happen, of all it names only what the finding is about. */
function dropped(
  input: FixInput,
  { id, scan }: { readonly id: string; readonly scan: ScanFact },
  { title, note }: Pick<Fix, 'title' | 'note'>,
): Fix {
  const target = scanTarget(id);
  const others = othersIn(input, scan);
  if (others.length > 0)
    return correction(
      `${title} (for ${input.alert.subject.id} alone, of ${scan.codes.length} that were scanned)`,
      note,
      { target, reason: 'incorrect_data' },
      { codes: others },
    );
  const also =
    input.alert.kind === 'wrong-vehicle'
      ? furtherScans(input, id)
          .filter((further) => further.others.length === 0)
          .map((further) => ({ target: scanTarget(further.id) }))
      : [];
  const reason = 'did_not_occur';
  if (also.length === 0) return correction(title, note, { target, reason });
  const more = also.length === 1 ? 'one more scan says so' : `${also.length} more scans say so`;
  return correction(`${title} (${more})`, note, { target, reason, also });
}

function replacementOf({ alert, posted }: FixInput): Correction['replacement'] | undefined {
  if (alert.kind === 'delivered-elsewhere') return { lat: null, lon: null };
  if (alert.kind !== 'quantity-mismatch') return undefined;
  const wanted = posted && quantityOf(posted, alert.subject.id);
  return wanted === undefined ? undefined : { quantity: wanted };
}

function quantityOf({ parcels, items }: PostedOrder, parcelId: string): number | undefined {
  const parcel = parcels.find((each) => each.parcelId === parcelId);
  if (parcel !== undefined) return parcel.quantity;
  return items.length === 0 ? undefined : items.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** What follows from more than the rule was shown. */
function ownFixes(input: FixInput): Fix[] {
  switch (input.alert.kind) {
    case 'unknown-code':
    case 'bad-check-digit':
      return codeFixes(input);
    case 'wrong-site':
      return siteFixes(input);
    case 'wrong-vehicle':
      return vehicleFixes(input);
    case 'moved-without-scan':
      return trackerFixes(input);
    default:
      return [];
  }
}

function siteFixes(input: FixInput): Fix[] {
  return withFirstScan(input, (id, scan) => {
    const all = othersIn(input, scan).length === 0 ? '' : ` (all ${scan.codes.length} that were scanned)`;
    return [
      dropped(
        input,
        { id, scan },
        { title: 'It was not there: the scan did not happen', note: 'It was not at this site.' },
      ),
      ...plannedSites(input, scan).map((siteId) =>
        correction(
          `It was scanned at ${siteId}${all}`,
          `The scanner is set to the wrong site; it was at ${siteId}.`,
          { target: scanTarget(id), reason: 'incorrect_data' },
          { siteId },
        ),
      ),
    ];
  });
}

/** Every scan that puts it onto the same wrong vehicle says it went onto the right one. */
function vehicleFixes(input: FixInput): Fix[] {
  return withFirstScan(input, (id, scan) => {
    // What else it names went where it says.
    if (othersIn(input, scan).length > 0) return [];
    return plannedVehicles(input, scan).map((vehicleId) => {
      const also = furtherScans(input, id).map((further) => ({
        target: scanTarget(further.id),
        // What else a scan names is on that vehicle all the same.
        replacement:
          further.others.length > 0 ? { codes: further.others } : ontoVehicle(further.scan, vehicleId),
      }));
      return correction(
        `It went onto ${vehicleId}`,
        `It is on the vehicle planned, ${vehicleId}.`,
        { target: scanTarget(id), reason: 'incorrect_data', ...(also.length === 0 ? {} : { also }) },
        ontoVehicle(scan, vehicleId),
      );
    });
  });
}

/** What it was put onto is the vehicle, or something else that is on it. */
function ontoVehicle(scan: ScanFact, vehicleId: string): NonNullable<Correction['replacement']> {
  if (scan.vehicleId === undefined) return { parent: vehicleId };
  return scan.parent === scan.vehicleId ? { vehicleId, parent: vehicleId } : { vehicleId };
}

/** The scans an alert rests on besides one of them, and what they name that it is not about. */
function furtherScans(input: FixInput, first: string) {
  return input.alert.evidence.flatMap(({ kind, id }) => {
    const scan = kind === 'scan' && id !== first ? input.scans.get(id) : undefined;
    return scan === undefined ? [] : [{ id, scan, others: othersIn(input, scan) }];
  });
}

/** What a scan names beside what the finding is about; nothing where it names only what that is in. */
function othersIn({ alert, posted }: FixInput, { codes }: ScanFact): string[] {
  const parcel = posted?.parcels.find(({ parcelId }) => parcelId === alert.subject.id);
  const own = new Set(
    [alert.subject.id, parcel?.trackingNumber, posted?.orderNumber].flatMap((code) =>
      code === undefined ? [] : canonicalCode(code),
    ),
  );
  const others = codes.filter((code) => !own.has(code));
  return others.length < codes.length ? others : [];
}

function codeFixes(input: FixInput): Fix[] {
  return withFirstScan(input, (id, scan) => {
    const target = { target: scanTarget(id) } as const;
    const read = input.nearCodes.slice(0, mostGuesses).map((code) =>
      correction(
        `It was ${code}`,
        `Misread: it was ${code}.`,
        { ...target, reason: 'incorrect_data' },
        {
          codes: scan.codes.map((each) => (each === input.alert.subject.id ? code : each)),
        },
      ),
    );
    // A scan of several codes is not wrong as a whole because one of them is unknown.
    if (scan.codes.length !== 1) return read;
    return [
      ...read,
      correction('Nothing of ours: the scan did not happen', 'A code of somebody else was scanned.', {
        ...target,
        reason: 'did_not_occur',
      }),
    ];
  });
}

/** The tracker is on something else: it left what it was on when that was last seen in place. */
function trackerFixes({ alert, scans, associations }: FixInput): Fix[] {
  const until = [...scans.values()].map(({ eventTime }) => eventTime).sort((a, b) => b - a)[0];
  if (until === undefined) return [];
  return associations.flatMap((before): Fix[] => {
    const { subject } = before;
    if (subject.type !== 'parcel' && subject.type !== 'pallet') return [];
    if (before.to !== undefined && Date.parse(before.to) <= until) return [];
    if (Date.parse(before.from) >= until) return [];
    return [
      {
        title: `${before.deviceId} is not on ${subject.id} any more`,
        note: `The tracker was taken off after ${alert.subject.id} was last scanned.`,
        does: { request: 'associations.put', params: { ...before, to: toIso(until) }, before },
      },
    ];
  });
}

function withFirstScan({ alert, scans }: FixInput, make: (id: string, scan: ScanFact) => Fix[]): Fix[] {
  for (const { kind, id } of alert.evidence) {
    const scan = kind === 'scan' ? scans.get(id) : undefined;
    if (scan !== undefined) return make(id, scan);
  }
  return [];
}

/** Where the plan would have it scanned for the same step. */
function plannedSites({ posted }: FixInput, { bizStep, siteId }: ScanFact): string[] {
  const sites = (posted?.plan ?? []).flatMap((step) => (step.bizStep === bizStep ? step.siteId : []));
  return [...new Set(sites)].filter((each) => each !== siteId);
}

function plannedVehicles({ posted }: FixInput, { siteId, vehicleId, parent }: ScanFact): string[] {
  const vehicles = (posted?.plan ?? []).flatMap((step) =>
    step.siteId === siteId && step.vehicleId !== undefined ? step.vehicleId : [],
  );
  return [...new Set(vehicles)].filter((each) => each !== vehicleId && each !== parent);
}

function scanTarget(id: string): Correction['target'] {
  return { kind: 'scan', id };
}

function correction(
  title: string,
  note: string,
  params: Correction,
  replacement?: Correction['replacement'],
): Fix {
  return {
    title,
    note,
    does: {
      request: 'corrections.declare',
      params: { ...params, ...(replacement === undefined ? {} : { replacement }) },
    },
  };
}
