import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';

import type { LinkState, Presence } from '../data/presence-store.ts';
import { usePresence } from '../data/use-presence.ts';
import { formatRate } from '../text/format.ts';
import { shellText } from '../text/shell.ts';
import { Popover } from '../ui/Popover.tsx';
import { StatusDot } from '../ui/StatusDot.tsx';
import type { Tone } from '../ui/tone.ts';
import { Value } from '../ui/Value.tsx';
import styles from './PresenceButton.module.css';
import { PresenceDetails } from './PresenceDetails.tsx';

/** Live or not, and how many messages a second; opens the books and the brokers. */
export function PresenceButton() {
  const presence = usePresence();
  return (
    <Popover title={shellText.linkTitle} trigger={<Trigger presence={presence} />}>
      <PresenceDetails presence={presence} />
    </Popover>
  );
}

const linkTones: Readonly<Record<LinkState, Tone>> = {
  connecting: 'quiet',
  live: 'ok',
  stale: 'warn',
  offline: 'bad',
  outdated: 'bad',
};

function Trigger({ presence, ...rest }: ComponentProps<'button'> & { readonly presence: Presence }) {
  const { link, engine } = presence;
  const isDegraded = link === 'live' && engine?.status === 'degraded';
  const tone = isDegraded ? 'warn' : linkTones[link];
  const label = isDegraded ? shellText.degraded : shellText.link[link];
  return (
    <button type="button" {...rest} className={styles['button']}>
      <span className={styles['state']}>
        <StatusDot tone={tone} label={label} />
      </span>
      <span className={styles['rate']} data-tip={shellText.messagesPerSecond}>
        <Value
          measured={link === 'live' && engine !== undefined ? formatRate(engine.ingest.perSecond) : undefined}
        />
      </span>
      <ChevronDown size={13} aria-hidden />
    </button>
  );
}
