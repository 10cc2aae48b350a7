import { ArrowUp } from 'lucide-react';

import { formatCount } from '#renderer/text/format.ts';
import { scansText } from '#renderer/text/scans.ts';
import { Button } from '#renderer/ui/Button.tsx';

import styles from './ScansScreen.module.css';
import type { ScanStream } from './use-scan-stream.ts';
import type { HoldReason } from './use-hold.ts';

export interface NewScansButtonProps {
  readonly stream: ScanStream;
  readonly reason: HoldReason | undefined;
  readonly onShow: () => void;
}

/** Over a list that is held: how many scans came since, and the way to them. It moves nothing. */
export function NewScansButton({ stream, reason, onShow }: NewScansButtonProps) {
  if (reason === undefined || stream.waiting === 0) return null;
  const count = formatCount(stream.waiting);
  return (
    <div className={styles['newBar']}>
      <Button variant="primary" size="sm" icon={ArrowUp} onClick={onShow} data-tip={scansText.heldBy[reason]}>
        {scansText.newScans(stream.isOverfull ? scansText.atLeast(count) : count)}
      </Button>
    </div>
  );
}
