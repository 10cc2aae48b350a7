import type { ParamsIn } from '#shared/contract/index.ts';

export type WhatIfKind = ParamsIn<'planning.whatIf'>['change']['kind'];

export const whatIfKinds = [
  'delay-departure',
  'swap-vehicle',
  'remove-stop',
] as const satisfies readonly WhatIfKind[];

/** What is asked, as it stands in the address. */
export interface WhatIfWish {
  readonly kind: WhatIfKind;
  readonly vehicleId: string;
  readonly toVehicleId: string;
  readonly siteId: string;
  /** As typed. */
  readonly minutes: string;
}

/** Reads what is asked from an address. */
export function readWish(params: Readonly<Record<string, string>>): WhatIfWish {
  return {
    kind: whatIfKinds.find((kind) => kind === params['kind']) ?? 'delay-departure',
    vehicleId: params['vehicle'] ?? '',
    toVehicleId: params['to'] ?? '',
    siteId: params['site'] ?? '',
    minutes: params['minutes'] ?? '',
  };
}

const idOr = <Name extends string>(name: Name, id: string): Partial<Record<Name, string>> =>
  id === '' ? {} : ({ [name]: id } as Record<Name, string>);

/** What is to be asked; undefined while something is missing or is no number of minutes. */
export function changeOf(wish: WhatIfWish): ParamsIn<'planning.whatIf'>['change'] | undefined {
  const { kind, vehicleId, toVehicleId, siteId, minutes } = wish;
  const typed = minutes.trim() === '' ? undefined : Number(minutes);
  switch (kind) {
    case 'delay-departure': {
      const byMinutes = typed ?? 60;
      if (!(byMinutes >= 1 && byMinutes <= 10_080) || (vehicleId === '' && siteId === '')) return undefined;
      return { kind, byMinutes, ...idOr('vehicleId', vehicleId), ...idOr('siteId', siteId) };
    }
    case 'swap-vehicle': {
      const handoverMinutes = typed ?? 15;
      if (!(handoverMinutes >= 0 && handoverMinutes <= 1440) || vehicleId === '' || toVehicleId === '')
        return undefined;
      return { kind, vehicleId, toVehicleId, handoverMinutes };
    }
    case 'remove-stop':
      return siteId === '' ? undefined : { kind, siteId, ...idOr('vehicleId', vehicleId) };
  }
}
