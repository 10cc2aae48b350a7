import type { ProfileLimitRow } from '#shared/contract/types.ts';
import type { LimitMode } from '#shared/domain/alert.ts';

import { formatDifference, formatDuration, formatQuantity, type Measured } from './format.ts';

/** Words of temperature profiles, wherever they are shown. */
export const profilesText = {
  sides: { above: 'above', below: 'below' },
  orAt: 'at or',
  quantities: { Temperature: 'Temperature', RelativeHumidity: 'Humidity' },
  builtIn: 'Ready-made',
  limitCount: (count: string) => (count === '1' ? '1 limit' : `${count} limits`),
} as const;

/** Ways a limit can be broken: a name, and when it is. */
export const limitModeText: Readonly<
  Record<LimitMode, { readonly label: string; readonly meaning: string }>
> = {
  single: { label: 'any reading', meaning: 'Every reading beyond it counts.' },
  consecutive: { label: 'in one go', meaning: 'Without a break for as long as set.' },
  cumulative: { label: 'in all', meaning: 'Added up within the window; without one, over the trip.' },
  rate: {
    label: 'rate of change',
    meaning: 'It rises (or falls) by more than this within the window; an hour without one.',
  },
  silence: {
    label: 'silence',
    meaning: 'No reading for as long as set; takes the place of the usual time of the sensor.',
  },
  mkt: {
    label: 'mean kinetic',
    meaning: 'The mean kinetic temperature of the window; without one, of the trip.',
  },
  budget: { label: 'stability budget', meaning: 'The time allowed beyond it for the whole of the journey.' },
};

/** The unit code a limit of a quantity is given in. */
export function limitUom(quantity: ProfileLimitRow['quantity']): string {
  return quantity === 'Temperature' ? 'CEL' : 'P1';
}

/** A value in the unit of a quantity: `8.0 °C`. */
export function limitValueWords(quantity: ProfileLimitRow['quantity'], value: number): string {
  return inWords(formatQuantity(quantity, value, limitUom(quantity)));
}

/** How far a value is from a limit, or how fast it may change: `0.4 °C`. */
export function limitDistanceWords(quantity: ProfileLimitRow['quantity'], distance: number): string {
  return inWords(formatDifference(quantity, distance, limitUom(quantity)));
}

function inWords({ value, unit }: Measured): string {
  return `${value} ${unit}`;
}

/** The boundary alone: `above 8.0 °C`, `at or below 2.0 °C`. */
export function boundaryWords({ side, value, inclusive, quantity }: ProfileLimitRow): string {
  return `${inclusive ? `${profilesText.orAt} ` : ''}${profilesText.sides[side]} ${limitValueWords(quantity, value)}`;
}

/** A limit as a whole, in one line: `above 8.0 °C for 10 min in one go`. */
export function limitWords(limit: ProfileLimitRow): string {
  const { mode, forS, windowS, quantity, value } = limit;
  const time = forS === undefined ? '' : formatDuration(forS);
  const within = windowS === undefined ? '' : ` within ${formatDuration(windowS)}`;
  switch (mode) {
    case 'single':
      return boundaryWords(limit);
    case 'consecutive':
      return time === '' ? boundaryWords(limit) : `${boundaryWords(limit)} for ${time} in one go`;
    case 'cumulative':
    case 'budget':
      return `${boundaryWords(limit)} for ${time === '' ? 'any time' : time} in all${within}`;
    case 'rate':
      return `${limit.side === 'above' ? 'rises' : 'falls'} by more than ${limitDistanceWords(quantity, Math.abs(value))}${within || ' within 1 h'}`;
    case 'silence':
      return `no reading${time === '' ? '' : ` for ${time}`}${limit.scope === 'leg' ? ' on a vehicle' : ''}`;
    case 'mkt':
      return `mean kinetic temperature ${boundaryWords(limit)}${within}`;
  }
}
