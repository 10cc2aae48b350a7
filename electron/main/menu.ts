import { app, Menu, type MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  readonly showWindow: () => void;
  readonly restartEngine: () => void;
  readonly openDataFolder: () => void;
}

/** The application's menu: what the system expects of one, and what concerns the engine. */
export function installMenu(platform: NodeJS.Platform, isPackaged: boolean, actions: MenuActions): void {
  const isMac = platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    {
      label: 'File',
      submenu: [
        { label: 'Show Window', accelerator: 'CmdOrCtrl+Shift+O', click: actions.showWindow },
        { label: 'Open Data Folder', click: actions.openDataFolder },
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    { label: 'View', submenu: viewItems(isPackaged) },
    { label: 'Engine', submenu: [{ label: 'Restart Engine', click: actions.restartEngine }] },
    { role: 'windowMenu' },
  ];
  if (isMac) template.unshift({ role: 'appMenu' });
  else template.push({ role: 'help', submenu: [{ role: 'about' }] });
  app.setAboutPanelOptions({ applicationName: 'Waymark', applicationVersion: app.getVersion() });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function viewItems(isPackaged: boolean): MenuItemConstructorOptions[] {
  return [
    { role: 'reload' },
    ...(isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
}
