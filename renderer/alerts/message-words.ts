import { formatDateTime, formatDistance, formatQuantity } from '#renderer/text/format.ts';
import { shownUnits } from '#renderer/text/units.ts';

const instant = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;

const temperature = /([-−]?\d+(?:\.\d+)?) °C/g;

const length = /(?<![\d.])(\d+(?:\.\d+)?) (k?m)\b(?!\/)/g;

/** What an alert says, with its instants told in a zone and in the units read; the engine writes UTC, °C and km. */
export function messageWords(text: string, timeZone: string): string {
  const units = shownUnits();
  const warm =
    units.temperature === 'fahrenheit'
      ? text.replaceAll(temperature, (_, value: string) => inShown(value))
      : text;
  const told = units.length === 'imperial' ? warm.replaceAll(length, lengthInShown) : warm;
  return told.replaceAll(instant, (found) => {
    const time = Date.parse(found);
    return Number.isNaN(time) ? found : formatDateTime(time, timeZone);
  });
}

function inShown(value: string): string {
  const measured = formatQuantity('Temperature', Number(value.replace('−', '-')), 'CEL');
  return `${measured.value} ${measured.unit}`;
}

function lengthInShown(_: string, size: string, unit: string): string {
  const measured = formatDistance(Number(size) * (unit === 'km' ? 1000 : 1));
  return `${measured.value} ${measured.unit}`;
}
