import { formatDateTime, formatQuantity } from '#renderer/text/format.ts';
import { shownUnits } from '#renderer/text/units.ts';

const instant = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;

const temperature = /([-−]?\d+(?:\.\d+)?) °C/g;

/** What an alert says, with its instants told in a zone and in the units read; the engine writes UTC and °C. */
export function messageWords(text: string, timeZone: string): string {
  const told =
    shownUnits().temperature === 'fahrenheit'
      ? text.replaceAll(temperature, (_, value: string) => inShown(value))
      : text;
  return told.replaceAll(instant, (found) => {
    const time = Date.parse(found);
    return Number.isNaN(time) ? found : formatDateTime(time, timeZone);
  });
}

function inShown(value: string): string {
  const measured = formatQuantity('Temperature', Number(value.replace('−', '-')), 'CEL');
  return `${measured.value} ${measured.unit}`;
}
