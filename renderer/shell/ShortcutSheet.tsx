import { decisionKeys } from '../alerts/decision-keys.ts';
import { screens } from '../screens/index.ts';
import { type Decision, decisionText } from '../text/alerts.ts';
import { paletteText } from '../text/shell.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import { Section } from '../ui/Section.tsx';
import { isMac } from './platform.ts';
import styles from './ShortcutSheet.module.css';

export interface ShortcutSheetProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

interface Shortcut {
  readonly what: string;
  readonly keys: readonly string[];
}

/** Every key that does something. */
export function ShortcutSheet({ open, onOpenChange }: ShortcutSheetProps) {
  const { shortcutGroups } = paletteText;
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={paletteText.shortcutsTitle}>
      <Group title={shortcutGroups.anywhere} shortcuts={anywhere()} />
      <Group
        title={shortcutGroups.screens}
        shortcuts={screens.map((screen) => ({ what: screen.title, keys: ['g', screen.key] }))}
      />
      <Group title={shortcutGroups.lists} shortcuts={inLists} />
      <Group title={shortcutGroups.alerts} shortcuts={withAlerts} />
      <Group title={shortcutGroups.board} shortcuts={onBoard} />
    </Dialog>
  );
}

function anywhere(): readonly Shortcut[] {
  return [
    { what: paletteText.openPalette, keys: [isMac() ? '⌘' : 'Ctrl', 'K'] },
    { what: paletteText.focusFilter, keys: ['/'] },
    { what: paletteText.showShortcuts, keys: ['?'] },
  ];
}

const inLists: readonly Shortcut[] = [
  { what: paletteText.move, keys: ['↑', '↓'] },
  { what: paletteText.jump, keys: ['Home', 'End'] },
  { what: paletteText.open, keys: ['Enter'] },
  { what: paletteText.letGo, keys: ['Esc'] },
];

const withAlerts: readonly Shortcut[] = Object.entries(decisionText).map(([decision, { button }]) => ({
  what: button,
  // The words have an entry for every decision and for nothing else.
  keys: [decisionKeys[decision as Decision]],
}));

const onBoard: readonly Shortcut[] = [
  { what: paletteText.nextFinding, keys: ['n'] },
  { what: paletteText.putRight, keys: ['1'] },
  { what: paletteText.ignore, keys: ['i'] },
];

function Group({ title, shortcuts }: { readonly title: string; readonly shortcuts: readonly Shortcut[] }) {
  return (
    <Section title={title}>
      <dl className={styles['shortcuts']}>
        {shortcuts.map(({ what, keys }) => (
          <div key={what} className={styles['shortcut']}>
            <dt>{what}</dt>
            <dd>
              <KeyHint keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
