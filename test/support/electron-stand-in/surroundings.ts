import { createCipheriv, createDecipheriv } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';

import { happened, setup } from './world.ts';

export interface MenuItem {
  readonly label?: string;
  readonly role?: string;
  readonly enabled?: boolean;
  readonly submenu?: readonly MenuItem[];
  readonly click?: () => void;
}

interface StandInMenu {
  readonly items: readonly MenuItem[];
}

let applicationMenu: StandInMenu = { items: [] };

export const Menu = {
  buildFromTemplate: (items: readonly MenuItem[]): StandInMenu => ({ items }),
  setApplicationMenu(menu: StandInMenu): void {
    applicationMenu = menu;
  },
};

/** Every item of a menu and of the menus in it. */
function allItems(items: readonly MenuItem[]): MenuItem[] {
  return items.flatMap((item) => [item, ...allItems(item.submenu ?? [])]);
}

export function menuLabels(): string[] {
  return allItems(applicationMenu.items).map(({ label, role }) => label ?? role ?? '-');
}

export function clickMenu(label: string): void {
  clickIn(applicationMenu.items, label);
}

function clickIn(items: readonly MenuItem[], label: string): void {
  const item = allItems(items).find((candidate) => candidate.label === label);
  if (item?.click === undefined) throw new Error(`there is no item ${label} to click`);
  item.click();
}

const trays = new Set<Tray>();

export class Tray extends EventEmitter {
  toolTip = '';
  items: readonly MenuItem[] = [];

  constructor(icon: string) {
    super();
    if (!existsSync(icon)) throw new Error(`Failed to load image from path '${icon}'`);
    trays.add(this);
  }

  setToolTip(text: string): void {
    this.toolTip = text;
  }

  setContextMenu(menu: StandInMenu): void {
    this.items = menu.items;
  }

  destroy(): void {
    trays.delete(this);
  }
}

export function currentTray(): Tray | undefined {
  return [...trays].at(-1);
}

export function clickTray(label: string): void {
  clickIn(currentTray()?.items ?? [], label);
}

const notifications: Notification[] = [];

export class Notification extends EventEmitter {
  readonly #title: string;
  readonly #body: string;

  constructor({ title, body }: { readonly title: string; readonly body: string }) {
    super();
    this.#title = title;
    this.#body = body;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    notifications.push(this);
    happened({ type: 'notification', title: this.#title, body: this.#body });
  }
}

export function clickNotification(index: number): void {
  const notification = notifications[index];
  if (notification === undefined) throw new Error(`there is no notification ${index}`);
  notification.emit('click');
}

export const dialog = {
  showErrorBox(title: string, content: string): void {
    happened({ type: 'dialog', title, content });
  },
};

export const shell = {
  openExternal(url: string): Promise<void> {
    happened({ type: 'opened-outside', url });
    return Promise.resolve();
  },
  openPath(path: string): Promise<string> {
    happened({ type: 'opened-outside', url: path });
    return Promise.resolve('');
  },
};

export const nativeTheme = { shouldUseDarkColors: false };

const displays = setup.displays.map((workArea, id) => ({ id, workArea, bounds: workArea }));

export const screen = {
  getPrimaryDisplay: () => displays[0],
  getAllDisplays: () => displays,
};

const key = Buffer.alloc(32, 7);
const iv = Buffer.alloc(16, 9);

/** A key store that encrypts; which one it says it is, the test decides. */
export const safeStorage = {
  isAsyncEncryptionAvailable: () => Promise.resolve(setup.keyStore !== 'none'),
  encryptStringAsync(text: string): Promise<Buffer> {
    const cipher = createCipheriv('aes-256-ctr', key, iv);
    return Promise.resolve(Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]));
  },
  decryptStringAsync(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    const decipher = createDecipheriv('aes-256-ctr', key, iv);
    const result = Buffer.concat([decipher.update(encrypted), decipher.final()]).toString('utf8');
    return Promise.resolve({ result, shouldReEncrypt: false });
  },
  getSelectedStorageBackend: () => setup.keyStore,
};
