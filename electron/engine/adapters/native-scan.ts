import { parseBizStep, scanOutcomes } from '#shared/domain/cbv.ts';
import type { ScanObservation } from '#shared/domain/observation.ts';

import { clip, maxTextLength, type Mutable } from './fields.ts';
import { isThere, optionalNumber, optionalText, readHead, reject, type NativeItem } from './native-item.ts';

const maxCodes = 500;
const outcomes: ReadonlySet<string> = new Set(scanOutcomes);
const latitude = { min: -90, max: 90 };
const longitude = { min: -180, max: 180 };

/**
 * A scan is judged by what it means: an unknown step, outcome or parent refuses it whole, because without them it
 * would say something else. A bad code among good ones, or a bad location, is refused by itself.
 */
export function decodeScan(item: NativeItem): void {
  const head = readHead(item);
  if (head === undefined) return;
  const meaning = readMeaning(item);
  if (meaning === undefined) return;
  const codes = readCodes(item);
  if (codes === undefined) return;
  const scan: Mutable<ScanObservation> = { kind: 'scan', ...head, codes, ...meaning };
  readLocation(item, scan);
  const operator = optionalText(item, 'operator');
  if (operator.ok && operator.text !== undefined) scan.operator = operator.text;
  item.observations.push(scan);
}

function readCodes(item: NativeItem): string[] | undefined {
  const raw = item.fields['codes'];
  if (!isThere(raw)) return reject(item, 'missing-field', 'codes is missing');
  if (!Array.isArray(raw)) return reject(item, 'invalid-field', 'codes must be a list of texts');
  if (raw.length === 0) return reject(item, 'missing-field', 'codes is empty');
  if (raw.length > maxCodes) {
    return reject(item, 'batch-too-large', `${raw.length} codes; at most ${maxCodes} are taken in one scan`);
  }
  const codes = new Set<string>();
  for (const [index, code] of (raw as readonly unknown[]).entries()) {
    const text = typeof code === 'string' ? code.trim() : '';
    if (text !== '' && text.length <= maxTextLength) codes.add(text);
    else
      reject(item, 'invalid-field', `code ${index + 1} must be a text of 1 to ${maxTextLength} characters`);
  }
  return codes.size > 0 ? [...codes] : undefined;
}

type Meaning = Partial<
  Mutable<Pick<ScanObservation, (typeof texts)[number] | 'bizStep' | 'outcome' | 'quantity'>>
>;

const texts = ['readPoint', 'vehicleId', 'parent'] as const;

function readMeaning(item: NativeItem): Meaning | undefined {
  const meaning: Meaning = {};
  for (const key of texts) {
    const field = optionalText(item, key);
    if (!field.ok) return undefined;
    if (field.text !== undefined) meaning[key] = field.text;
  }
  if (!readStep(item, meaning) || !readOutcome(item, meaning)) return undefined;
  if (isThere(item.fields['quantity'])) {
    const quantity = optionalNumber(item, 'quantity');
    if (quantity === undefined) return undefined;
    meaning.quantity = quantity;
  }
  return meaning;
}

function readStep(item: NativeItem, meaning: Meaning): boolean {
  const field = optionalText(item, 'bizStep');
  if (!field.ok || field.text === undefined) return field.ok;
  const step = parseBizStep(field.text);
  if (step !== undefined) meaning.bizStep = step;
  else reject(item, 'invalid-field', `'${clip(field.text, 64)}' is not a CBV business step`);
  return step !== undefined;
}

function readOutcome(item: NativeItem, meaning: Meaning): boolean {
  const field = optionalText(item, 'outcome');
  if (!field.ok || field.text === undefined) return field.ok;
  if (outcomes.has(field.text)) meaning.outcome = field.text;
  else
    reject(item, 'invalid-field', `'${clip(field.text, 64)}' is not an outcome (${scanOutcomes.join(', ')})`);
  return meaning.outcome !== undefined;
}

function readLocation(item: NativeItem, scan: Mutable<ScanObservation>): void {
  const before = item.rejected.length;
  const lat = optionalNumber(item, 'lat', latitude);
  const lon = optionalNumber(item, 'lon', longitude);
  if (lat !== undefined && lon !== undefined) {
    scan.lat = lat;
    scan.lon = lon;
  } else if ((lat !== undefined || lon !== undefined) && item.rejected.length === before) {
    reject(item, 'missing-field', 'lat and lon belong together; one is missing');
  }
}
