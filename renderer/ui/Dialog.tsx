import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';

import { commonText } from '../text/common.ts';
import { classNames } from './class-names.ts';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton.tsx';

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the one that does it last. */
  readonly footer?: ReactNode;
  readonly size?: 'md' | 'lg' | 'xl';
  readonly initialFocus?: RefObject<HTMLElement | null>;
}

/** A modal dialog; Escape and a press outside close it, focus returns to where it came from. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  size = 'md',
  initialFocus,
}: DialogProps) {
  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={styles['backdrop']} />
        <BaseDialog.Popup
          className={classNames(styles['popup'], styles[size])}
          // Its role is that of toasts too, which leave the page its keys.
          data-modal=""
          {...(initialFocus === undefined ? {} : { initialFocus })}
        >
          <header className={styles['header']}>
            <BaseDialog.Title className={styles['title']}>{title}</BaseDialog.Title>
            <BaseDialog.Close render={<IconButton icon={X} label={commonText.close} />} />
          </header>
          {description !== undefined && (
            <BaseDialog.Description className={styles['description']} render={<div />}>
              {description}
            </BaseDialog.Description>
          )}
          {children !== undefined && <div className={styles['body']}>{children}</div>}
          {footer !== undefined && <footer className={styles['footer']}>{footer}</footer>}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
