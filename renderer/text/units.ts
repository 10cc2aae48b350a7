/** Units that people read; whatever is stored, sent or exported stays in canonical units (°C, metres, m/s). */
export const temperatureUnits = ['celsius', 'fahrenheit'] as const;
export const lengthUnits = ['metric', 'imperial'] as const;

export interface UnitChoice {
  readonly temperature: (typeof temperatureUnits)[number];
  readonly length: (typeof lengthUnits)[number];
}

const usual: UnitChoice = { temperature: 'celsius', length: 'metric' };
let chosen: UnitChoice = usual;

/** The units values are shown in now. */
export function shownUnits(): UnitChoice {
  return chosen;
}

/** Shows everything that is formatted from now on in these units; who has something on screen draws it again. */
export function showIn(choice: UnitChoice): void {
  chosen = choice;
}

/** The choice a text stands for, as `keptUnits` wrote it; the usual units where it is none. */
export function readUnits(text: string | null): UnitChoice {
  const [temperature, length] = (text ?? '').split(' ');
  return {
    temperature: temperatureUnits.find((unit) => unit === temperature) ?? usual.temperature,
    length: lengthUnits.find((unit) => unit === length) ?? usual.length,
  };
}

export function writeUnits({ temperature, length }: UnitChoice): string {
  return `${temperature} ${length}`;
}

/** A value of a Rec 20 unit as it is shown: degrees Celsius may become degrees Fahrenheit. */
export function toShown(uom: string | null, value: number): number {
  return isFahrenheit(uom) ? value * 1.8 + 32 : value;
}

/** The way back, for axes whose round numbers are those that are read. */
export function fromShown(uom: string | null, shown: number): number {
  return isFahrenheit(uom) ? (shown - 32) / 1.8 : shown;
}

/** A difference of two values: a degree Celsius is 1.8 degrees Fahrenheit, wherever it begins. */
export function differenceToShown(uom: string | null, difference: number): number {
  return isFahrenheit(uom) ? difference * 1.8 : difference;
}

/** The symbol a value of a unit is shown with; `symbol` where it is shown in its own. */
export function shownSymbol(uom: string | null, symbol: string): string {
  return isFahrenheit(uom) ? '°F' : symbol;
}

function isFahrenheit(uom: string | null): boolean {
  return uom === 'CEL' && chosen.temperature === 'fahrenheit';
}
