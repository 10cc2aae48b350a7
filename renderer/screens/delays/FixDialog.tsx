import type { AssociationRow, FindingFixRow } from '#shared/contract/types.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { findingsText as text } from '#renderer/text/findings.ts';
import { usePageClock } from '#renderer/ui/clock.ts';
import { NoteDialog } from '#renderer/ui/NoteDialog.tsx';

/** What was put right, with what takes it back. */
export type FixDone = {
  readonly title: string;
  readonly findingId: string;
  /** When, by the page's clock. */
  readonly at: number;
} & (
  | { readonly kind: 'correction'; readonly correctionIds: readonly string[] }
  | { readonly kind: 'association'; readonly before: AssociationRow }
);

export interface FixDialogProps {
  readonly findingId: string;
  readonly fix: FindingFixRow;
  readonly onClose: () => void;
  readonly onFixed: (done: FixDone) => void;
}

/** Carries out one fix; its words are there already and may be changed. */
export function FixDialog({ findingId, fix, onClose, onFixed }: FixDialogProps) {
  const declare = useCommand('corrections.declare');
  const associate = useCommand('associations.put');
  const { title, note: initialNote, does } = fix;
  const clock = usePageClock();

  const done = () => ({ title, findingId, at: clock.now() });

  async function run(note: string): Promise<boolean> {
    if (does.request === 'associations.put') {
      const outcome = await associate.run(does.params);
      if (outcome.ok) onFixed({ ...done(), kind: 'association', before: does.before });
      return outcome.ok;
    }
    const outcome = await declare.run({ ...does.params, note });
    if (!outcome.ok) return false;
    const { correctionId, also = [] } = outcome.value;
    onFixed({ ...done(), kind: 'correction', correctionIds: [correctionId, ...also] });
    return true;
  }

  return (
    <NoteDialog
      title={text.fixTitle}
      description={
        <p>
          <strong>{title}</strong> — {text.fixText}
        </p>
      }
      confirm={text.fixConfirm}
      done={text.fixDone}
      isNoteNeeded
      initialNote={initialNote}
      isBusy={declare.isBusy || associate.isBusy}
      error={declare.error ?? associate.error}
      run={run}
      onClose={onClose}
    />
  );
}
