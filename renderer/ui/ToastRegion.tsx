import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';

import { commonText } from '../text/common.ts';
import { IconButton } from './IconButton.tsx';
import { StatusDot } from './StatusDot.tsx';
import type { Tone } from './tone.ts';
import styles from './ToastRegion.module.css';
import type { ToastData } from './use-toast.ts';

/** Provides toasts to everything inside it and shows them; F6 goes to them. */
export function ToastRegion({ children }: { readonly children: ReactNode }) {
  return (
    <Toast.Provider limit={4}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className={styles['viewport']} aria-label={commonText.notifications}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

const toneWords: Readonly<Record<Tone, string>> = {
  ok: 'Done',
  warn: 'Warning',
  bad: 'Error',
  quiet: 'Note',
  info: 'Note',
};

function ToastList() {
  const { toasts } = Toast.useToastManager<ToastData>();
  return toasts.map((toast) => {
    const tone = toast.data?.tone ?? 'info';
    return (
      <Toast.Root key={toast.id} toast={toast} className={styles['toast']} swipeDirection={[]}>
        <StatusDot tone={tone} label={toneWords[tone]} hideLabel />
        <div className={styles['content']}>
          <Toast.Title className={styles['title']} />
          <Toast.Description className={styles['description']} />
        </div>
        <Toast.Close render={<IconButton icon={X} size="sm" label={commonText.dismiss} />} />
      </Toast.Root>
    );
  });
}
