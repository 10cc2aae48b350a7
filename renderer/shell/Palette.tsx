import { Dialog } from '@base-ui/react/dialog';

import { paletteText } from '../text/shell.ts';
import styles from './Palette.module.css';
import { PaletteList } from './PaletteList.tsx';

export interface PaletteProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onShortcuts: () => void;
}

/** Find anything or do anything from the keyboard. */
export function Palette({ open, onOpenChange, onShortcuts }: PaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles['backdrop']} />
        <Dialog.Popup className={styles['popup']}>
          <Dialog.Title className="visually-hidden">{paletteText.title}</Dialog.Title>
          <PaletteList onDone={() => onOpenChange(false)} onShortcuts={onShortcuts} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
