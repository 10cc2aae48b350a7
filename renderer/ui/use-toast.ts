import { Toast } from '@base-ui/react/toast';
import { useMemo } from 'react';

import type { Tone } from './tone.ts';

export interface ToastData {
  readonly tone: Tone;
}

export interface ToastMessage {
  readonly tone: Tone;
  readonly title: string;
  readonly detail?: string;
}

export interface Toaster {
  /** Shows a message; errors stay until dismissed. */
  show(message: ToastMessage): void;
}

/** Says briefly what came of something the user did. */
export function useToast(): Toaster {
  const { add } = Toast.useToastManager<ToastData>();
  return useMemo(
    () => ({
      show: ({ tone, title, detail }) => {
        const isError = tone === 'bad';
        add({
          title,
          description: detail,
          data: { tone },
          timeout: isError ? 0 : 5000,
          priority: isError ? 'high' : 'low',
        });
      },
    }),
    [add],
  );
}
