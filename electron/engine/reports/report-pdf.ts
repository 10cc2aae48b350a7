import { zonedText } from '#shared/domain/wall-clock.ts';

import { valueText } from '../alerts/limits.ts';
import { thin } from './chart-points.ts';
import { drawChart } from './report-chart.ts';
import type { ReportData } from './report-data.ts';
import { writeHandling } from './report-handling.ts';
import { drawPlaces } from './report-map.ts';
import { writeDecided, writeHead, writeRule, writeSummary } from './report-summary.ts';
import { Sheet } from './sheet.ts';

/** What a printed report refers to. */
export interface PrintedWith {
  /** The data it is printed from, as bytes; they are enclosed. */
  readonly json: Buffer;
  readonly csv: Buffer;
  readonly jsonSha256: string;
  readonly now: number;
  readonly version: string;
}

/** What one page holds. */
const mostRows = 150;

/**
 * The report as a PDF: its text is the report, its hashes bind it to the data enclosed in it. What is decided upon
 * comes first, what proves it after, and the readings last.
 */
export async function reportPdf(report: ReportData, printed: PrintedWith): Promise<Buffer> {
  const { alert } = report;
  const title = `Excursion report ${alert.alertId}`;
  const sheet = new Sheet(title, new Date(printed.now));
  const time = (instant: string): string => zonedText(Date.parse(instant), report.timeZone);
  const to: Printing = { sheet, report, time };
  writeHead(to);
  writeDecided(to);
  writeSummary(to);
  sheet.heading('Readings and limit', 225);
  drawChart(sheet, report);
  await writeAffected(to);
  await writeHandling(sheet, report, time);
  sheet.heading('Where it was', report.track.length > 1 ? 215 : 40);
  drawPlaces(sheet, report, time);
  writeRule(to);
  await writeAmendments(to);
  await writeNotes(to);
  writeIntegrity(to, printed);
  await writeReadings(to);
  const made = zonedText(printed.now, report.timeZone);
  return await sheet.end(
    `${title} · made ${made} by Waymark ${printed.version} · times in ${report.timeZone}`,
  );
}

/** A report on its way to paper; `time` prints an instant in the report's zone. */
export interface Printing {
  readonly sheet: Sheet;
  readonly report: ReportData;
  readonly time: (instant: string) => string;
}

async function writeAffected({ sheet, report: { excursion } }: Printing): Promise<void> {
  sheet.heading('Orders and parcels affected', 36);
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

async function writeAmendments({ sheet, report: { alert }, time }: Printing): Promise<void> {
  sheet.heading('Changed after it was raised', 40);
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
  sheet.heading('What people said and did', 40);
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
  sheet.heading('Readings', 80);
  const dated = readings.map((reading) => ({ ...reading, at: reading.time, time: Date.parse(reading.time) }));
  const rows = thin(dated, mostRows);
  if (rows.length < readings.length)
    sheet.text(
      `${rows.length} of ${readings.length} readings: the lowest and highest of each span. The enclosed CSV has every one.`,
      { dim: true },
    );
  const isPutRight = readings.some(({ rawValue }) => rawValue !== undefined);
  sheet.text(
    `■: beyond the limit; late: known so much later than it was measured${isPutRight ? '; said: by the sensor, before its calibration' : ''}.`,
    { dim: true },
  );
  const said = { title: 'Said', part: 1.1, align: 'right' } as const;
  await sheet.newspaper(
    [
      { title: 'Measured', part: 3.3 },
      { title: 'Value', part: 1.1, align: 'right' },
      ...(isPutRight ? [said] : []),
      { title: '', part: 2.2 },
    ],
    rows.map((row) => [
      time(row.at),
      valueText(excursion.limit.quantity, row.value),
      ...(isPutRight ? [valueText(excursion.limit.quantity, row.rawValue ?? row.value)] : []),
      remarkOf(row),
    ]),
  );
}

/** What is to be said of a reading besides its value. */
function remarkOf({ fault, beyond, late, at, recordTime }: ReadingLine): string {
  const parts = [
    ...(fault ? ['fault'] : beyond ? ['■'] : []),
    ...(late ? [`late ${lateText(Date.parse(recordTime) - Date.parse(at))}`] : []),
  ];
  return parts.join(' ');
}

type ReadingLine = Omit<ReportData['readings'][number], 'time'> & { readonly at: string };

function lateText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

function writeIntegrity({ sheet, report }: Printing, { json, csv, jsonSha256 }: PrintedWith): void {
  const { alertId } = report.alert;
  sheet.enclose(json, { name: `${alertId}.json`, type: 'application/json' });
  sheet.enclose(csv, { name: `${alertId}.csv`, type: 'text/csv' });
  sheet.heading('The data of this report, and how to check it', 130);
  sheet.text(
    'This report is printed from two files that are enclosed in it. The same facts and decisions always give the same ' +
      'files, to the byte; a later fact or decision changes their hashes, and a report made then lists what changed.',
  );
  sheet.text(`SHA-256 of ${alertId}.json`, { dim: true });
  sheet.text(jsonSha256, { font: 'code' });
  sheet.text(`SHA-256 of ${alertId}.csv`, { dim: true });
  sheet.text(report.csvSha256, { font: 'code' });
  sheet.text(
    'To check without any network: take the files out of the PDF (a viewer lists them as attachments) and compare ' +
      'what sha256sum prints with the above. The JSON names the hash of the CSV as csvSha256.',
  );
  sheet.text('pdfdetach -saveall REPORT.pdf', { font: 'code' });
  sheet.text(`sha256sum ${alertId}.json ${alertId}.csv`, { font: 'code' });
  sheet.text('To check against the station: the same bytes come from it as long as nothing new is known.');
  sheet.text(`curl -H "Authorization: Bearer TOKEN" URL/api/v1/alerts/${alertId}/report.json | sha256sum`, {
    font: 'code',
  });
}
