import { useCallback, useRef, useState } from 'react';

import { AlertNotifier } from '../alerts/AlertNotifier.tsx';
import { AlertSounder } from '../alerts/AlertSounder.tsx';
import { useLocationState } from '../data/location-state.ts';
import { usePresence } from '../data/use-presence.ts';
import { screens } from '../screens/index.ts';
import { shellText } from '../text/shell.ts';
import { NavigationRail } from './NavigationRail.tsx';
import { Palette } from './Palette.tsx';
import { ScreenHost } from './ScreenHost.tsx';
import styles from './Shell.module.css';
import { ShortcutSheet } from './ShortcutSheet.tsx';
import { TopBar } from './TopBar.tsx';
import { useShortcuts } from './use-shortcuts.ts';

type Overlay = 'palette' | 'shortcuts' | undefined;

/** The frame: navigation at the left, the bar with look-up and presence above, one screen in the rest. */
export function Shell() {
  const { path } = useLocationState();
  const { link } = usePresence();
  const [overlay, setOverlay] = useState<Overlay>();
  const opener = useRef<Element>(null);
  const openPalette = useCallback(() => {
    opener.current = document.activeElement;
    setOverlay('palette');
  }, []);
  const openShortcuts = useCallback(() => setOverlay('shortcuts'), []);
  useShortcuts({ screens, openPalette, openShortcuts });
  const screen =
    path === '/'
      ? screens[0]
      : screens.find((each) => path === each.path || path.startsWith(`${each.path}/`));
  const isLive = link === 'live' || link === 'connecting';
  return (
    <div className={styles['shell']} data-live={isLive}>
      <a className={styles['skip']} href="#content" onClick={focusContent}>
        {shellText.skipToContent}
      </a>
      <NavigationRail screens={screens} current={screen} onHelp={openShortcuts} />
      <TopBar onLookUp={openPalette} />
      <main id="content" className={styles['content']} tabIndex={-1}>
        <ScreenHost screen={screen} />
      </main>
      <AlertNotifier />
      <AlertSounder />
      <Palette
        open={overlay === 'palette'}
        onOpenChange={(open) => setOverlay(open ? 'palette' : undefined)}
        onShortcuts={openShortcuts}
        opener={opener}
      />
      <ShortcutSheet
        open={overlay === 'shortcuts'}
        onOpenChange={(open) => setOverlay(open ? 'shortcuts' : undefined)}
      />
    </div>
  );
}

/** The hash is the address of a screen, so the skip link moves the focus itself. */
function focusContent(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}
