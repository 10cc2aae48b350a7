import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { temporaryFolder } from '../../support/test-store.ts';
import {
  evaluate,
  readAlerts,
  readTruth,
  type RaisedAlert,
  type Truth,
} from '../../../electron/station/evaluate.ts';

const at = (minutes: number): string => new Date(Date.UTC(2026, 10, 22, 8) + minutes * 60_000).toISOString();

function alert(
  kind: RaisedAlert['kind'],
  id: string,
  start: number,
  more: Partial<RaisedAlert> = {},
): RaisedAlert {
  return {
    kind,
    subject: { type: 'device', id },
    deviceId: id,
    orderNumbers: [],
    startTime: at(start),
    raisedTime: at(start),
    ...more,
  };
}

const warm: Truth = {
  time: at(10),
  kind: 'temperature-excursion',
  subject: { type: 'device', id: 'S-1' },
  from: at(0),
  to: at(60),
  detail: {},
};

describe('alerts against the truth', () => {
  it('are right when kind, subject and time agree, and each truth counts once', () => {
    const alerts = [
      alert('temperature-excursion', 'S-1', 5, { endTime: at(20), raisedTime: at(12) }),
      alert('temperature-excursion', 'S-1', 25, { endTime: at(50) }),
      alert('temperature-excursion', 'S-2', 5),
      alert('temperature-excursion', 'S-1', 600),
    ];
    const missed = { ...warm, subject: { type: 'device', id: 'S-3' } };
    expect(evaluate([warm, missed], alerts)).toEqual({
      'temperature-excursion': { truth: 2, raised: 4, precision: 0.5, recall: 0.5, medianLeadMinutes: -2 },
    });
  });

  it('of what was handed over when the listening began are found or not, and neither early nor late', () => {
    const before: Truth = {
      ...warm,
      subject: { type: 'device', id: 'S-2' },
      detail: { handedOver: true },
    };
    const alerts = [
      alert('temperature-excursion', 'S-1', 5, { raisedTime: at(13) }),
      alert('temperature-excursion', 'S-2', 5, { raisedTime: at(900) }),
    ];
    expect(evaluate([warm, before], alerts)['temperature-excursion']).toMatchObject({
      recall: 1,
      medianLeadMinutes: -3,
    });
    expect(evaluate([before], alerts.slice(1))['temperature-excursion']?.medianLeadMinutes).toBeNull();
  });

  it('may say the same in another kind where the truth allows it', () => {
    const silent: Truth = {
      time: at(3),
      kind: 'sensor-silent',
      subject: { type: 'device', id: 'S' },
      from: at(0),
      to: at(90),
      detail: { also: ['device-silent'] },
    };
    const alerts = [alert('device-silent', 'S', 3, { raisedTime: at(4) })];
    expect(evaluate([silent], alerts)).toEqual({
      'device-silent': { truth: 0, raised: 1, precision: 1, recall: null, medianLeadMinutes: null },
      'sensor-silent': { truth: 1, raised: 0, precision: null, recall: 1, medianLeadMinutes: -1 },
    });
  });

  it('of a channel are about its device, predictions lead their promise, facts are no alerts', () => {
    const predicted: Truth = {
      time: at(30),
      kind: 'late-predicted',
      subject: { type: 'order', id: 'WM-1' },
      from: at(0),
      to: at(240),
      detail: {},
    };
    const alerts = [
      alert('late-predicted', 'WM-1', 40, {
        subject: { type: 'order', id: 'WM-1' },

        orderNumbers: ['WM-1'],
      }),
      alert('temperature-excursion', 'S-1', 5, { subject: { type: 'channel', id: 'S-1#door' } }),
    ];
    const fact: Truth = { time: at(0), kind: 'fact', subject: { type: 'system', id: 'x' }, detail: {} };
    expect(evaluate([predicted, warm, fact], alerts)).toMatchObject({
      'late-predicted': { recall: 1, precision: 1, medianLeadMinutes: 200 },
      'temperature-excursion': { recall: 1, precision: 1 },
    });
  });
});

describe('the files', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => folder.remove());

  const file = (content: string): string => {
    const path = join(folder.path, 'file');
    writeFileSync(path, content);
    return path;
  };

  it('are a truth a line, and alerts as a page, an array or one a line', () => {
    const rows = [alert('late', 'A', 1), alert('late', 'B', 2)];
    expect(readTruth(file(`${JSON.stringify(warm)}\n\n${JSON.stringify(warm)}\n`))).toEqual([warm, warm]);
    for (const text of [
      JSON.stringify({ items: rows }),
      JSON.stringify(rows),
      rows.map((row) => JSON.stringify(row)).join('\n'),
    ]) {
      expect(readAlerts(file(text))).toEqual(rows);
    }
    expect(readAlerts(file(JSON.stringify(rows[0])))).toEqual([rows[0]]);
    expect(readAlerts(file(''))).toEqual([]);
  });

  it('that are none are refused with the line', () => {
    expect(() => readTruth(file(`${JSON.stringify(warm)}\nnonsense`))).toThrow(/line 2 of .* is not JSON/);
    expect(() => readTruth(file('{"kind":"late"}'))).toThrow(/line 1 of .* is not as expected/);
    expect(() => readTruth(join(folder.path, 'nowhere'))).toThrow(/cannot be read/);
  });
});
