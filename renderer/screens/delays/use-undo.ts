import { useCommand } from '#renderer/data/use-command.ts';
import { findingsText as text } from '#renderer/text/findings.ts';
import { useToast } from '#renderer/ui/use-toast.ts';

import type { FixDone } from './FixDialog.tsx';

/** Takes a fix back: the correction is undone, or the association is as it was. */
export function useUndo(onDone: () => void) {
  const correction = useCommand('corrections.undo');
  const association = useCommand('associations.put');
  const toast = useToast();

  /** What was declared together is undone together, up to the first that cannot be. */
  async function undoAll(ids: readonly string[]) {
    for (const correctionId of ids) {
      const outcome = await correction.run({ correctionId });
      if (!outcome.ok) return outcome;
    }
    return { ok: true as const };
  }

  return {
    isBusy: correction.isBusy || association.isBusy,
    async run(fixed: FixDone): Promise<void> {
      const outcome =
        fixed.kind === 'correction'
          ? await undoAll(fixed.correctionIds)
          : await association.run(fixed.before);
      if (outcome.ok) {
        toast.show({ tone: 'ok', title: text.undone });
        onDone();
      } else toast.show({ tone: 'bad', title: text.failed, detail: outcome.error.message });
    },
  };
}
