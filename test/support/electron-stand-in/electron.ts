/**
 * Stands in for the module `electron` where its binary cannot be had: the program's own main, preload and page run on
 * Node and in Chromium. Left out are the isolated world, the sandbox, real menus and trays, and the scheme itself.
 */
export { app } from './app.ts';
export { ipcMain } from './ipc-main.ts';
export { MessageChannelMain } from './ports.ts';
export { protocol, session } from './session.ts';
export { dialog, Menu, nativeTheme, Notification, safeStorage, screen, shell, Tray } from './surroundings.ts';
export { utilityProcess } from './utility-process.ts';
export { BrowserWindow } from './windows.ts';
