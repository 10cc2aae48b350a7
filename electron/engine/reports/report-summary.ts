import { durationText, limitText, valueText } from '../alerts/limits.ts';
import type { Printing } from './report-pdf.ts';
import { ink } from './sheet.ts';

const kindWords: Readonly<Record<string, string>> = {
  'temperature-excursion': 'Temperature excursion',
  'humidity-excursion': 'Humidity excursion',
  freeze: 'Freeze',
};

export function writeHead({ sheet, report: { alert } }: Printing): void {
  const { doc } = sheet;
  doc
    .font('strong')
    .fontSize(17)
    .fillColor(ink.text)
    .text(kindWords[alert.kind] ?? alert.kind, sheet.left, doc.y);
  sheet.body(10).text(alert.message, { width: sheet.width });
  doc.y += 2;
  sheet.text(`Excursion report · ${alert.alertId} · severity ${alert.severity} · state ${alert.state}`, {
    dim: true,
  });
}

/** What was decided about the goods, in one framed line: the first thing anybody asks. */
export function writeDecided({ sheet, report: { alert } }: Printing): void {
  const { decision, signature, quarantine } = alert.handling ?? {};
  if (decision === undefined)
    return sheet.note(
      quarantine === undefined
        ? 'Nothing is decided about the goods yet.'
        : `In quarantine, not decided yet (${quarantine.name}).`,
      'open',
    );
  const decided = `Decision: ${decision.outcome ?? ''} (${decision.name})`;
  if (signature === undefined)
    return sheet.note(`${decided}. Not signed by a second person: it is not in force.`, 'open');
  return sheet.note(`${decided}, ${signature.meaning ?? 'signed'} and signed by ${signature.name}.`, 'done');
}

export function writeSummary({ sheet, report, time }: Printing): void {
  const { alert, excursion } = report;
  const { limit, worst, mktOfExcursion, mktOfTrip } = excursion;
  const channel = alert.channel === undefined || alert.channel === '' ? '' : `, channel ${alert.channel}`;
  const mkt = (figures: typeof mktOfTrip): string =>
    figures?.mktC === undefined
      ? `not given: ${figures?.why ?? 'no temperatures'}`
      : `${figures.mktC.toFixed(2)} °C`;
  sheet.heading('Summary');
  sheet.facts(
    [
      ['Sensor', `${alert.deviceId ?? ''}${channel}`],
      ['Limit', limitText(limit)],
      ['Began', time(excursion.startTime)],
      ['Worst value', valueText(limit.quantity, worst.value)],
      ['Alarm', time(excursion.firstAlarmTime)],
      ['Worst at', time(worst.time)],
      ['Ended', excursion.endTime === undefined ? 'goes on at the newest reading' : time(excursion.endTime)],
      [
        'Area beyond limit',
        `${excursion.degreeMinutes} ${limit.quantity === 'Temperature' ? '°C' : '%'}·min`,
      ],
      ['Lasted', durationText(excursion.durationS * 1000)],
      [
        'Readings',
        `${excursion.readings} beyond, ${(excursion.coverage * 100).toFixed(0)} % of the time covered`,
      ],
      ['Known to Waymark', time(alert.raisedTime)],
      ['Orders affected', String(excursion.affected.length)],
      ...(limit.quantity === 'Temperature'
        ? ([
            ['MKT of excursion', mkt(mktOfExcursion)],
            ['MKT of the trip', mkt(mktOfTrip)],
          ] as const)
        : []),
    ],
    2,
  );
  sheet.facts([
    ...(excursion.gapBefore === undefined
      ? []
      : [['Gap before', gapText(excursion.gapBefore, time)] as const]),
    ...(excursion.gapAfter === undefined ? [] : [['Gap after', gapText(excursion.gapAfter, time)] as const]),
    ...(excursion.decidable
      ? []
      : [
          [
            'Cannot decide',
            'The worst value is nearer to the limit than the measurement uncertainty.',
          ] as const,
        ]),
  ]);
}

function gapText(gap: { readonly from: string; readonly to: string }, time: Printing['time']): string {
  return `no reading from ${time(gap.from)} to ${time(gap.to)}: what happened meanwhile is not known`;
}

/** The rule as it was applied, whatever it says now. */
export function writeRule({ sheet, report: { excursion, alert } }: Printing): void {
  const { limit, profileName, profileId, profileVersion } = excursion;
  const { calibration } = alert.measure ?? {};
  sheet.heading('Limit, as it was when the alarm was raised', 50);
  sheet.facts(
    [
      ['Profile', `${profileName} (${profileId})`],
      ['Version', profileVersion ?? 'not recorded'],
      ['Limit', `${limitText(limit)}${limit.inclusive ? '' : '; the value itself is within'}`],
      ['Severity', limit.severity],
      ...(limit.clearValue === undefined
        ? []
        : [['Clears at', valueText(limit.quantity, limit.clearValue)] as const]),
      [
        'Calibration',
        calibration === undefined
          ? 'none in the register for this time'
          : `${calibration.calibrationId}: offset ${calibration.offset}` +
            (calibration.uncertainty === undefined ? '' : `, uncertainty ±${calibration.uncertainty}`),
      ],
    ],
    2,
  );
}
