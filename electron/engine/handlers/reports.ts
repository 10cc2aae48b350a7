import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';

import { readingsCsv } from '../reports/report-csv.ts';
import { reportOf, sha256 } from '../reports/report-data.ts';
import type { EngineParts } from './engine-parts.ts';

const mediaTypes = {
  pdf: 'application/pdf',
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
} as const;

/** Excursion reports as files. */
export function reportHandlers({ store, tracking, alerts, clock, timeZone, version }: EngineParts) {
  return {
    'alerts.reportFile': async ({
      alertId,
      format,
    }: ParamsOut<'alerts.reportFile'>): Promise<ResultOf<'alerts.reportFile'>> => {
      const input = { store, associations: tracking.world.associations(), timeZone };
      const report = reportOf(input, alerts.get(alertId));
      const json = Buffer.from(`${JSON.stringify(report, undefined, 2)}\n`);
      const csv = Buffer.from(readingsCsv(report));
      const made = {
        json: () => json,
        csv: () => csv,
        async pdf() {
          // Loaded with the first report: most of the time it would only take room.
          const { reportPdf } = await import('../reports/report-pdf.ts');
          return await reportPdf(report, { json, csv, jsonSha256: sha256(json), now: clock.now(), version });
        },
      };
      const bytes = await made[format]();
      return {
        fileName: `${alertId}.${format}`,
        mediaType: mediaTypes[format],
        sha256: sha256(bytes),
        base64: bytes.toString('base64'),
      };
    },
  };
}
