/** CBV business steps that a scan may carry (EPCIS 2.0 / CBV 2.0). */
export const bizSteps = [
  'accepting',
  'arriving',
  'assembling',
  'collecting',
  'commissioning',
  'consigning',
  'creating_class_instance',
  'cycle_counting',
  'decommissioning',
  'departing',
  'destroying',
  'disassembling',
  'dispensing',
  'encoding',
  'entering_exiting',
  'holding',
  'inspecting',
  'installing',
  'killing',
  'loading',
  'other',
  'packing',
  'picking',
  'receiving',
  'removing',
  'repackaging',
  'repairing',
  'replacing',
  'reserving',
  'retail_selling',
  'sampling',
  'sensor_reporting',
  'shipping',
  'staging_outbound',
  'stock_taking',
  'stocking',
  'storing',
  'transforming',
  'transporting',
  'unloading',
  'unpacking',
  'void_shipping',
] as const;

export type BizStep = (typeof bizSteps)[number];

const knownSteps: ReadonlySet<string> = new Set(bizSteps);

/** Accepts the bare word, the CBV URN and the GS1 web URI, and gives the bare word; undefined when it is none of CBV's. */
export function parseBizStep(text: string): BizStep | undefined {
  const word = text
    .trim()
    .replace(/^urn:epcglobal:cbv:bizstep:/, '')
    .replace(/^https?:\/\/ref\.gs1\.org\/cbv\/BizStep-/, '');
  return knownSteps.has(word) ? (word as BizStep) : undefined;
}

/** What a delivery attempt came to. */
export const scanOutcomes = [
  'delivered',
  'attempt-failed',
  'available-for-pickup',
  'refused',
  'returned',
] as const;

export type ScanOutcome = (typeof scanOutcomes)[number];

/** Carriers say more of a parcel than our scanners do: that something is wrong with it, and that it comes back. */
export const toldOutcomes = [...scanOutcomes, 'exception', 'returning'] as const;

export type ToldOutcome = (typeof toldOutcomes)[number];

export const verdicts = [
  'accepted',
  'duplicate',
  'out-of-sequence',
  'wrong-place',
  'unknown',
  'held',
] as const;

export type Verdict = (typeof verdicts)[number];
