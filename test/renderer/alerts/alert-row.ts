import type { AlertRow } from '#shared/contract/types.ts';

/** An active alert that nobody has acknowledged; what a test says differs. */
export function alertRow(alertId: string, patch: Partial<AlertRow> = {}): AlertRow {
  return {
    alertId,
    kind: 'temperature-excursion',
    severity: 'high',
    state: 'active-unacknowledged',
    subject: { type: 'channel', id: 'cold-7' },
    deviceId: 'cold-7',
    orderNumbers: [],
    startTime: '2026-11-22T07:00:00.000Z',
    raisedTime: '2026-11-22T07:10:00.000Z',
    changedTime: '2026-11-22T07:10:00.000Z',
    message: `Message of ${alertId}`,
    evidence: [],
    amendments: [],
    notes: [],
    withdrawn: false,
    ...patch,
  };
}
