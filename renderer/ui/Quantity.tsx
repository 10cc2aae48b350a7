import { commonText } from '../text/common.ts';
import { formatQuantity } from '../text/format.ts';
import { Value } from './Value.tsx';

export interface QuantityProps {
  /** CBV measurement type, e.g. `Temperature`. */
  readonly type: string;
  readonly value: number | undefined;
  /** Rec 20 unit code of the value; null: the device states none. */
  readonly uom: string | null;
}

/** A sensor value with its unit and the fixed decimals of its quantity. */
export function Quantity({ type, value, uom }: QuantityProps) {
  if (value === undefined) return <Value measured={undefined} />;
  const measured = formatQuantity(type, value, uom);
  const isUnitUnknown = uom === null && type !== 'DoorOpen';
  return <Value measured={measured} {...(isUnitUnknown ? { tip: commonText.unitNotStated } : {})} />;
}
