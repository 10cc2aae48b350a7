import { app, BrowserWindow, ipcMain, MessageChannelMain, utilityProcess } from 'electron';
import { join } from 'node:path';

import { portMessage } from '#shared/contract/bridge.ts';

void app.whenReady().then(() => {
  const engine = utilityProcess.fork(join(import.meta.dirname, 'engine.js'), [app.getPath('userData')]);
  ipcMain.on('waymark:request-port', (event) => {
    const { port1, port2 } = new MessageChannelMain();
    engine.postMessage('connect', [port1]);
    event.senderFrame?.postMessage(portMessage, null, [port2]);
  });
  const window = new BrowserWindow({
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
    },
  });
  void window.loadFile(join(import.meta.dirname, '../renderer/index.html'));
});
