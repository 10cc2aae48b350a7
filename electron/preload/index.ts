import { contextBridge, ipcRenderer } from 'electron';

import {
  type PageBridge,
  portLoss,
  portMessage,
  type PortRefusal,
  portRefusal,
} from '#shared/contract/bridge.ts';
import { desktopChannels } from '#shared/contract/desktop.ts';

const bridge: PageBridge = {
  requestPort: () => ipcRenderer.send(desktopChannels.requestPort),
  brokerPasswords: {
    list: () => ipcRenderer.invoke(desktopChannels.listPasswords),
    set: (url, password) => ipcRenderer.invoke(desktopChannels.setPassword, { url, password }),
    forget: (url) => ipcRenderer.invoke(desktopChannels.forgetPassword, { url }),
  },
};

contextBridge.exposeInMainWorld('waymark', bridge);

// A port cannot cross the context bridge; a message of the window to itself carries it.
ipcRenderer.on(desktopChannels.grantPort, ({ ports }) => window.postMessage(portMessage, '*', [...ports]));
ipcRenderer.on(desktopChannels.refusePort, (_event, problem: string) => {
  window.postMessage({ type: portRefusal, problem } satisfies PortRefusal, '*');
});
ipcRenderer.on(desktopChannels.losePort, () => window.postMessage(portLoss, '*'));
ipcRenderer.on(desktopChannels.goTo, (_event, hash: string) => {
  window.location.hash = hash;
});
