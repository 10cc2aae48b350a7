import { Hand } from 'lucide-react';

import type { HoldKind } from '#shared/domain/hold.ts';

import { holdText as text } from '#renderer/text/holds.ts';
import { Badge } from '#renderer/ui/Badge.tsx';

export interface HeldMarkProps {
  /** Of the holds that stand. */
  readonly kinds: readonly HoldKind[];
  /** The sign alone, where there is little room. */
  readonly isShort?: boolean;
}

/** That goods may not move, and why; nothing where nothing is held. */
export function HeldMark({ kinds, isShort = false }: HeldMarkProps) {
  if (kinds.length === 0) return null;
  const words = text.heldFor([...new Set(kinds)]);
  return (
    <Badge tone="warn" icon={Hand} tip={words}>
      {isShort ? <span className="visually-hidden">{words}</span> : text.onHold}
    </Badge>
  );
}
