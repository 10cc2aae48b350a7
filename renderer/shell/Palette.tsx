import { Dialog } from '@base-ui/react/dialog';
import type { RefObject } from 'react';

import { paletteText } from '../text/shell.ts';
import styles from './Palette.module.css';
import { PaletteList } from './PaletteList.tsx';

export interface PaletteProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onShortcuts: () => void;
  /** What had the focus before it opened, and gets it back. */
  readonly opener: RefObject<Element | null>;
}

/** Find anything or do anything from the keyboard. */
export function Palette({ open, onOpenChange, onShortcuts, opener }: PaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles['backdrop']} />
        <Dialog.Popup className={styles['popup']} finalFocus={() => focusAfter(opener.current)}>
          <Dialog.Title className="visually-hidden">{paletteText.title}</Dialog.Title>
          <PaletteList onDone={() => onOpenChange(false)} onShortcuts={onShortcuts} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** What opened it, unless that is gone or was nothing in particular: then the screen. */
function focusAfter(opener: Element | null): HTMLElement | null {
  const isThere = opener instanceof HTMLElement && opener.isConnected && opener !== document.body;
  return isThere ? opener : document.getElementById('content');
}
