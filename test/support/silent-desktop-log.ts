import type { DesktopLog } from '../../electron/main/desktop-log.ts';

export const silentDesktopLog: DesktopLog = { info() {}, warn() {}, error() {} };
