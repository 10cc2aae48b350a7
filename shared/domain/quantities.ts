/**
 * Quantities that sensors report: CBV measurement type, UN/CEFACT Rec 20 unit and what is physically possible.
 * A value outside `min`…`max` cannot be a measurement of that quantity.
 */
export interface Quantity {
  readonly type: string;
  readonly label: string;
  readonly uom: string | null;
  readonly symbol: string;
  readonly min: number;
  readonly max: number;
  readonly decimals: number;
}

export const quantities = [
  {
    type: 'Temperature',
    label: 'Temperature',
    uom: 'CEL',
    symbol: '°C',
    min: -273.15,
    max: 2000,
    decimals: 1,
  },
  { type: 'RelativeHumidity', label: 'Humidity', uom: 'P1', symbol: '%RH', min: 0, max: 102, decimals: 1 },
  { type: 'Pressure', label: 'Pressure', uom: 'A97', symbol: 'hPa', min: 0, max: 20_000, decimals: 1 },
  { type: 'Illuminance', label: 'Light', uom: 'LUX', symbol: 'lx', min: 0, max: 500_000, decimals: 0 },
  { type: 'BatteryLevel', label: 'Battery', uom: 'P1', symbol: '%', min: 0, max: 100, decimals: 0 },
  { type: 'Voltage', label: 'Battery voltage', uom: 'VLT', symbol: 'V', min: -1000, max: 1000, decimals: 2 },
  {
    type: 'SupplyVoltage',
    label: 'Supply voltage',
    uom: 'VLT',
    symbol: 'V',
    min: -1000,
    max: 1000,
    decimals: 1,
  },
  { type: 'DewPoint', label: 'Dew point', uom: 'CEL', symbol: '°C', min: -273.15, max: 1000, decimals: 1 },
  { type: 'Acceleration', label: 'Shock', uom: 'K40', symbol: 'g', min: -20_000, max: 20_000, decimals: 2 },
  { type: 'DoorOpen', label: 'Door', uom: null, symbol: '', min: 0, max: 1, decimals: 0 },
] as const satisfies readonly Quantity[];

const byType = new Map<string, Quantity>(quantities.map((quantity) => [quantity.type, quantity]));

/** The quantity of a measurement type, or undefined for a type nobody has described yet. */
export function quantityOf(type: string): Quantity | undefined {
  return byType.get(type);
}
