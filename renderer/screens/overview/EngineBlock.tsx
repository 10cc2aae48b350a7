import type { BrokerStateRow } from '#shared/contract/types.ts';

import { hrefOf } from '#renderer/data/location-state.ts';
import { usePresence } from '#renderer/data/use-presence.ts';
import { Block } from '#renderer/orders/Block.tsx';
import { overviewText as text } from '#renderer/text/overview.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';
import type { Tone } from '#renderer/ui/tone.ts';
import styles from './asides.module.css';

const tones: Readonly<Record<BrokerStateRow['link'], Tone>> = {
  connected: 'ok',
  connecting: 'warn',
  offline: 'bad',
};

/** Whether what is on screen can be relied on: the engine's own complaints and each broker's link. */
export function EngineBlock() {
  const { engine } = usePresence();
  if (engine === undefined) return null;
  return (
    <Block title={text.engine} isFlush>
      <ul>
        {engine.problems.length === 0 && (
          <li className={styles['row']}>
            <StatusDot tone="ok" label={text.engineOk} />
          </li>
        )}
        {engine.problems.map((problem) => (
          <li key={problem} className={styles['problem']}>
            <StatusDot tone="bad" label="" hideLabel />
            <span>{problem}</span>
          </li>
        ))}
        {engine.brokers.map((broker) => (
          <li key={broker.brokerId}>
            <BrokerLine broker={broker} />
          </li>
        ))}
      </ul>
    </Block>
  );
}

function BrokerLine({ broker }: { readonly broker: BrokerStateRow }) {
  return (
    <a className={styles['broker']} href={hrefOf('/settings', { section: 'broker' })}>
      <StatusDot tone={tones[broker.link]} label={text.link[broker.link]} />
      <span className={styles['url']}>{broker.url}</span>
      <span className={styles['aside']}>
        {broker.lastMessageTime === undefined ? (
          text.noMessage
        ) : (
          <>
            {text.lastMessage} <Age at={broker.lastMessageTime} ago />
          </>
        )}
      </span>
      {broker.problem !== undefined && <span className={styles['trouble']}>{broker.problem}</span>}
    </a>
  );
}
