import { zoneOffsetMs } from '#shared/domain/time.ts';

import { durationText, limitText, valueText } from '../alerts/limits.ts';
import { thin } from './chart-points.ts';
import { drawChart } from './report-chart.ts';
import type { ReportData } from './report-data.ts';
import { writeHandling } from './report-handling.ts';
import { drawPlaces } from './report-map.ts';
import { ink, Sheet } from './sheet.ts';

/** What a printed report refers to. */
export interface PrintedWith {
  readonly jsonSha256: string;
  readonly now: number;
  readonly version: string;
}

const mostRows = 240;

const kindWords: Readonly<Record<string, string>> = {
  'temperature-excursion': 'Temperature excursion',
  'humidity-excursion': 'Humidity excursion',
  freeze: 'Freeze',
};

/** The report as a PDF: its text is the report, its hashes bind it to the data beside it. */
export async function reportPdf(report: ReportData, printed: PrintedWith): Promise<Buffer> {
  const { alert } = report;
  const title = `Excursion report ${alert.alertId}`;
  const sheet = new Sheet(title, new Date(printed.now));
  const time = (instant: string): string => localTime(Date.parse(instant), report.timeZone);
  const to: Printing = { sheet, report, time };
  writeHead(to);
  writeSummary(to);
  sheet.heading('Readings and limit', 200);
  drawChart(sheet, report);
  sheet.heading('Where it was', report.track.length > 1 ? 230 : 75);
  drawPlaces(sheet, report, time);
  await writeAffected(to);
  writeRule(to);
  await writeAmendments(to);
  await writeHandling(sheet, report, time);
  await writeNotes(to);
  await writeReadings(to);
  writeIntegrity(to, printed);
  const made = localTime(printed.now, report.timeZone);
  return await sheet.end(
    `${title} · made ${made} by Waymark ${printed.version} · times in ${report.timeZone}`,
  );
}

interface Printing {
  readonly sheet: Sheet;
  readonly report: ReportData;
  readonly time: (instant: string) => string;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** `2026-11-28 14:05:10 +01:00` */
export function localTime(epochMs: number, timeZone: string): string {
  const offset = zoneOffsetMs(epochMs, timeZone);
  const minutes = Math.abs(Math.round(offset / 60_000));
  const wall = new Date(epochMs + offset).toISOString();
  const sign = offset < 0 ? '-' : '+';
  return `${wall.slice(0, 10)} ${wall.slice(11, 19)} ${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function writeHead({ sheet, report: { alert } }: Printing): void {
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

function writeSummary({ sheet, report, time }: Printing): void {
  const { alert, excursion } = report;
  const { limit, worst, mktOfExcursion, mktOfTrip } = excursion;
  const channel = alert.channel === undefined || alert.channel === '' ? '' : `, channel ${alert.channel}`;
  const mkt = (figures: typeof mktOfTrip): string =>
    figures?.mktC === undefined
      ? `not given: ${figures?.why ?? 'no temperatures'}`
      : `${figures.mktC.toFixed(2)} °C`;
  sheet.heading('Summary');
  sheet.facts([
    ['Sensor', `${alert.deviceId ?? ''}${channel}`],
    ['Began', time(excursion.startTime)],
    ['Alarm', time(excursion.firstAlarmTime)],
    ['Ended', excursion.endTime === undefined ? 'goes on at the newest reading' : time(excursion.endTime)],
    ['Known to Waymark', time(alert.raisedTime)],
    ['Lasted', durationText(excursion.durationS * 1000)],
    ['Worst value', `${valueText(limit.quantity, worst.value)} at ${time(worst.time)}`],
    [
      'Area beyond the limit',
      `${excursion.degreeMinutes} ${limit.quantity === 'Temperature' ? '°C' : '%'}·min`,
    ],
    ['Readings beyond', String(excursion.readings)],
    ['Covered by readings', `${(excursion.coverage * 100).toFixed(0)} % of the time`],
    ...(limit.quantity === 'Temperature'
      ? ([
          ['MKT of the excursion', mkt(mktOfExcursion)],
          ['MKT of the trip', mkt(mktOfTrip)],
        ] as const)
      : []),
    ...(excursion.gapBefore === undefined
      ? []
      : [['Gap before', gapText(excursion.gapBefore, time)] as const]),
    ...(excursion.gapAfter === undefined ? [] : [['Gap after', gapText(excursion.gapAfter, time)] as const]),
  ]);
}

function gapText(gap: { readonly from: string; readonly to: string }, time: Printing['time']): string {
  return `no reading from ${time(gap.from)} to ${time(gap.to)}: what happened meanwhile is not known`;
}

async function writeAffected({ sheet, report: { excursion } }: Printing): Promise<void> {
  sheet.heading('Orders and parcels affected');
  if (excursion.affected.length === 0)
    return sheet.text('None is known to have been with this sensor.', { dim: true });
  await sheet.table(
    [
      { title: 'Order', part: 1 },
      { title: 'Parcels', part: 3 },
    ],
    excursion.affected.map(({ orderNumber, parcels }) => [
      orderNumber,
      parcels.map(({ parcelId }) => parcelId).join(', '),
    ]),
  );
}

function writeRule({ sheet, report: { excursion, alert } }: Printing): void {
  const { limit, profileName, profileId, profileVersion } = excursion;
  const { calibration } = alert.measure ?? {};
  sheet.heading('Limit, as it was when the alarm was raised');
  sheet.facts([
    ['Profile', `${profileName} (${profileId})`],
    ['Version', profileVersion ?? 'not recorded'],
    ['Limit', `${limitText(limit)}${limit.inclusive ? '' : '; the value itself is within the limit'}`],
    ...(limit.clearValue === undefined
      ? []
      : [['Clears at', valueText(limit.quantity, limit.clearValue)] as const]),
    ['Severity', limit.severity],
    [
      'Calibration',
      calibration === undefined
        ? 'none in the register for this time'
        : `${calibration.calibrationId}: offset ${calibration.offset}` +
          (calibration.uncertainty === undefined ? '' : `, uncertainty ±${calibration.uncertainty}`),
    ],
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

async function writeAmendments({ sheet, report: { alert }, time }: Printing): Promise<void> {
  sheet.heading('Changed after it was raised');
  if (alert.amendments.length === 0) return sheet.text('Nothing.', { dim: true });
  const shown = (value: string | null): string =>
    value === null ? 'none' : /^\d{4}-\d\d-\d\dT/.test(value) ? time(value) : value;
  await sheet.table(
    [
      { title: 'When', part: 2 },
      { title: 'What', part: 0.9 },
      { title: 'Before', part: 2 },
      { title: 'After', part: 2 },
      { title: 'Why', part: 2 },
    ],
    alert.amendments.map((each) => [
      time(each.time),
      each.field,
      shown(each.from),
      shown(each.to),
      each.text,
    ]),
  );
}

async function writeNotes({ sheet, report: { alert }, time }: Printing): Promise<void> {
  sheet.heading('What people said and did');
  if (alert.notes.length === 0) return sheet.text('Nobody has said anything yet.', { dim: true });
  await sheet.table(
    [
      { title: 'When', part: 2 },
      { title: 'Who', part: 1 },
      { title: 'Action', part: 0.9 },
      { title: 'Words', part: 4 },
    ],
    alert.notes.map((note) => [time(note.time), note.who, note.action, note.text]),
  );
}

async function writeReadings({ sheet, report, time }: Printing): Promise<void> {
  const { readings, excursion } = report;
  sheet.heading('Readings');
  const dated = readings.map((reading) => ({ ...reading, at: reading.time, time: Date.parse(reading.time) }));
  const rows = thin(dated, mostRows);
  if (rows.length < readings.length)
    sheet.text(
      `${rows.length} of ${readings.length} readings: the lowest and highest of each span. The CSV beside this report has every one.`,
      { dim: true },
    );
  await sheet.table(
    [
      { title: 'Measured', part: 2 },
      { title: 'Value', part: 1, align: 'right' },
      { title: '', part: 1.3 },
      { title: 'As the sensor said', part: 1.2, align: 'right' },
      { title: 'Known', part: 2 },
    ],
    rows.map((row) => [
      time(row.at),
      valueText(excursion.limit.quantity, row.value),
      row.fault ? 'sensor fault' : row.beyond ? '■ beyond' : '',
      row.rawValue === undefined ? '' : valueText(excursion.limit.quantity, row.rawValue),
      row.late ? `${time(row.recordTime)} (late)` : time(row.recordTime),
    ]),
    7.5,
  );
}

function writeIntegrity({ sheet, report }: Printing, { jsonSha256 }: PrintedWith): void {
  const { alertId } = report.alert;
  sheet.heading('The data beside this report, and how to check it', 120);
  sheet.text(
    'This report was made from two files. The same facts and decisions always give the same files, to the byte; ' +
      'a later fact or decision changes their hashes, and a report made then lists what changed.',
  );
  sheet.text(`SHA-256 of ${alertId}.json`, { dim: true });
  sheet.text(jsonSha256, { font: 'code' });
  sheet.text(`SHA-256 of ${alertId}.csv`, { dim: true });
  sheet.text(report.csvSha256, { font: 'code' });
  sheet.text(
    'To check: save both files (in the panel of the alert, or as below) and compare what sha256sum prints.',
  );
  for (const format of ['json', 'csv'])
    sheet.text(
      `curl -H "Authorization: Bearer TOKEN" URL/api/v1/alerts/${alertId}/report.${format} | sha256sum`,
      { font: 'code' },
    );
}
