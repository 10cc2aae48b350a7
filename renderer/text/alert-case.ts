/** Words about what is done with the goods of an excursion, and its report. */
export const alertCaseText = {
  report: {
    title: 'Report',
    hint: 'To print and sign, with the data it was made from; the PDF names the SHA-256 of both.',
    buttons: { pdf: 'PDF report', json: 'Data (JSON)', csv: 'Readings (CSV)' },
    saved: (name: string) => `${name} made`,
    failed: 'The report could not be made',
  },
} as const;
