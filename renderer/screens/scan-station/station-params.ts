import { type BizStep, parseBizStep } from '#shared/domain/cbv.ts';

/** What an address says about the station: it can be kept as a bookmark of the tablet. */
export interface StationParams {
  readonly name: string;
  readonly site: string;
  /** A business step; empty: what is scanned is only noted. */
  readonly step: BizStep | '';
  readonly onto: string;
}

export function readStation(params: Readonly<Record<string, string>>): StationParams {
  const { station = 'tablet-1', site = '', step = 'receiving', onto = '' } = params;
  return { name: station, site, step: step === '-' ? '' : (parseBizStep(step) ?? 'receiving'), onto };
}
