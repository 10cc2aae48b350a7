import { Eye, Search } from 'lucide-react';

import { usePresence } from '../data/use-presence.ts';
import { commonText } from '../text/common.ts';
import { shellText } from '../text/shell.ts';
import { Badge } from '../ui/Badge.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import { LinkNotice } from './LinkNotice.tsx';
import { isMac } from './platform.ts';
import { PresenceButton } from './PresenceButton.tsx';
import { SiteClock } from './SiteClock.tsx';
import styles from './TopBar.module.css';

/** Look-up, the state of the link, the clock. It turns colour when the page is not live; nothing below moves. */
export function TopBar({ onLookUp }: { readonly onLookUp: () => void }) {
  const { link, engine, role } = usePresence();
  const tone = link === 'offline' || link === 'outdated' ? 'bad' : link === 'stale' ? 'warn' : 'none';
  return (
    <header className={styles['bar']} data-tone={tone}>
      <button
        type="button"
        className={styles['lookUp']}
        onClick={onLookUp}
        aria-keyshortcuts="Control+K Meta+K"
      >
        <Search size={14} aria-hidden />
        <span className={styles['lookUpText']}>
          {shellText.lookUpShort}
          <span className="visually-hidden">{shellText.lookUpMore}</span>
        </span>
        <KeyHint keys={isMac() ? ['⌘', 'K'] : ['Ctrl', 'K']} />
      </button>
      <LinkNotice />
      {engine?.demo === true && (
        <Badge tone="info" tip={shellText.demoTip}>
          {shellText.demo}
        </Badge>
      )}
      {role === 'viewer' && (
        <Badge icon={Eye} tip={shellText.viewerTip}>
          {shellText.viewer}
        </Badge>
      )}
      <PresenceButton />
      <SiteClock />
      <span className="visually-hidden">{commonText.product}</span>
    </header>
  );
}
