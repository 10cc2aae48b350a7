import type { ScanDraft } from '../world/scan.ts';

/** The scans of each device, in the order made. */
export function scansByDevice(scans: readonly ScanDraft[]): Map<string, ScanDraft[]> {
  const found = new Map<string, ScanDraft[]>();
  for (const scan of scans) {
    const list = found.get(scan.deviceId);
    if (list === undefined) found.set(scan.deviceId, [scan]);
    else list.push(scan);
  }
  return found;
}
