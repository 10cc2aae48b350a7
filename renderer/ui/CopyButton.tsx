import { Check, Copy, X } from 'lucide-react';
import { useEffect, useState } from 'react';

import { commonText } from '../text/common.ts';
import { IconButton } from './IconButton.tsx';

export interface CopyButtonProps {
  readonly text: string;
  /** What is copied: "Copy publish address". */
  readonly label: string;
}

const shownMs = 1500;

/** Copies a text and says whether that worked. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | undefined>();
  useEffect(() => {
    if (outcome === undefined) return undefined;
    const timer = setTimeout(() => setOutcome(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('failed');
    }
  }

  const icon = outcome === 'copied' ? Check : outcome === 'failed' ? X : Copy;
  const said = outcome === 'copied' ? commonText.copied : outcome === 'failed' ? commonText.copyFailed : '';
  return (
    <>
      <IconButton
        icon={icon}
        size="sm"
        label={said === '' ? `${commonText.copy} ${label}` : said}
        onClick={() => void copy()}
      />
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}
