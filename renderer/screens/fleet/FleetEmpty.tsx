import { Truck } from 'lucide-react';

import { useQuery } from '#renderer/data/use-query.ts';
import { fleetText } from '#renderer/text/fleet.ts';
import { CodeBlock } from '#renderer/ui/CodeBlock.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import styles from './FleetEmpty.module.css';
import { publishCommand } from './publish-command.ts';

/** How to get the first vehicle onto the map, with the real address of this engine's broker. */
export function FleetEmpty() {
  const info = useQuery('engine.info', {});
  return (
    <div className={styles['card']}>
      <EmptyState title={fleetText.emptyTitle} icon={Truck}>
        <p>{fleetText.emptyText}</p>
        {info.data !== undefined && (
          <CodeBlock text={publishCommand(info.data.brokerUrl)} label={fleetText.emptyCommand} wrap />
        )}
        <p className={styles['gap']}>{fleetText.emptyDemo}</p>
        <CodeBlock text="npm run demo" label={fleetText.emptyDemoCommand} />
      </EmptyState>
    </div>
  );
}
