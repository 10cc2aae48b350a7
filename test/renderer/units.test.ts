import { afterEach, describe, expect, it } from 'vitest';

import { messageWords } from '#renderer/alerts/message-words.ts';
import { formatDifference, formatDistance, formatQuantity, formatSpeed } from '#renderer/text/format.ts';
import { limitWords } from '#renderer/text/profiles.ts';
import { fromShown, readUnits, showIn, toShown, writeUnits } from '#renderer/text/units.ts';

afterEach(() => showIn(readUnits(null)));

describe('units that people read', () => {
  it('are degrees Celsius, kilometres and metres unless somebody chose others', () => {
    expect(formatQuantity('Temperature', 0, 'CEL')).toEqual({ value: '0.0', unit: '°C' });
    expect(formatSpeed(10)).toEqual({ value: '36', unit: 'km/h' });
    expect(formatDistance(1609.344)).toEqual({ value: '1.6', unit: 'km' });
  });

  it('may be degrees Fahrenheit: zero and minus forty come out right, a difference has no zero of its own', () => {
    showIn({ temperature: 'fahrenheit', length: 'metric' });
    expect(formatQuantity('Temperature', 0, 'CEL')).toEqual({ value: '32.0', unit: '°F' });
    expect(formatQuantity('Temperature', -40, 'CEL')).toEqual({ value: '−40.0', unit: '°F' });
    expect(formatDifference('Temperature', 0.5, 'CEL')).toEqual({ value: '0.9', unit: '°F' });
    expect(formatQuantity('RelativeHumidity', 61, 'P1')).toEqual({ value: '61.0', unit: '%RH' });
    expect(formatQuantity('Temperature', 4, 'KEL')).toEqual({ value: '4', unit: 'KEL' });
  });

  it('reach limits and what the engine wrote', () => {
    showIn({ temperature: 'fahrenheit', length: 'metric' });
    const limit = {
      side: 'above',
      value: 8,
      inclusive: false,
      quantity: 'Temperature',
      mode: 'consecutive',
      forS: 600,
      severity: 'high',
    } as const;
    expect(limitWords(limit)).toBe('above 46.4 °F for 10 min in one go');
    expect(messageWords('9.1 °C, above 8 °C since then; lowest −2 °C.', 'UTC')).toBe(
      '48.4 °F, above 46.4 °F since then; lowest 28.4 °F.',
    );
  });

  it('may be miles', () => {
    showIn({ temperature: 'celsius', length: 'imperial' });
    expect(formatSpeed(44.704)).toEqual({ value: '100', unit: 'mph' });
    expect(formatDistance(1609.344)).toEqual({ value: '1.0', unit: 'mi' });
    expect(formatDistance(30.48)).toEqual({ value: '100', unit: 'ft' });
    expect(messageWords('Truck 10 stood for 25 min 8 km north of Dijon depot.', 'UTC')).toBe(
      'Truck 10 stood for 25 min 5.0 mi north of Dijon depot.',
    );
  });

  it('come back as they were kept, and a text that is none means the usual ones', () => {
    const choice = { temperature: 'fahrenheit', length: 'imperial' } as const;
    expect(readUnits(writeUnits(choice))).toEqual(choice);
    expect(readUnits('kelvin')).toEqual({ temperature: 'celsius', length: 'metric' });
    showIn(choice);
    expect(fromShown('CEL', toShown('CEL', 4.2))).toBeCloseTo(4.2, 9);
  });
});
