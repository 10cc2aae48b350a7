import { CloudOff, RotateCw, TriangleAlert } from 'lucide-react';

import type { Presence } from '../data/presence-store.ts';
import { usePresence } from '../data/use-presence.ts';
import { formatClock, formatZoneOffset } from '../text/format.ts';
import { shellText } from '../text/shell.ts';
import { Button } from '../ui/Button.tsx';
import { usePageClock } from '../ui/clock.ts';
import styles from './LinkNotice.module.css';

/** Says in a sentence, where it is always looked at, that the page is not live, or what the engine complains of. */
export function LinkNotice() {
  const presence = usePresence();
  const notice = useNotice(presence);
  const isLinkDown = presence.link !== 'live' && presence.link !== 'connecting';
  const Icon = isLinkDown ? CloudOff : TriangleAlert;
  return (
    <div
      className={styles['notice']}
      role="status"
      data-tone={presence.link === 'offline' || presence.link === 'outdated' ? 'bad' : 'warn'}
    >
      {notice !== undefined && (
        <>
          <Icon size={15} aria-hidden />
          <span className={styles['text']} data-tip={notice}>
            {notice}
          </span>
          {presence.link === 'outdated' && (
            <Button size="sm" icon={RotateCw} onClick={() => window.location.reload()}>
              {shellText.reload}
            </Button>
          )}
        </>
      )}
    </div>
  );
}

function useNotice({ link, notLiveSince, engine, offsetMs }: Presence): string | undefined {
  const { timeZone } = usePageClock();
  if (link === 'live') return engine?.status === 'degraded' ? engine.problems.join(' ') : undefined;
  if (link === 'connecting') return undefined;
  if (link === 'outdated') return shellText.outdated;
  if (engine === undefined || notLiveSince === undefined) return shellText.neverLive;
  const since = notLiveSince + offsetMs;
  const time = `${formatClock(since, timeZone)} ${formatZoneOffset(since, timeZone)}`;
  const rest = link === 'stale' ? shellText.notLiveStale : shellText.notLiveOffline;
  return `${shellText.notLive(time)} ${rest}`;
}
