import { Thermometer } from 'lucide-react';

import { useQuery } from '#renderer/data/use-query.ts';
import { publishCommand } from '#renderer/text/publish-command.ts';
import { sensorsText } from '#renderer/text/sensors.ts';
import { CodeBlock } from '#renderer/ui/CodeBlock.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';

import styles from './SensorsScreen.module.css';

const example = {
  topic: 'waymark/v1/site-1/fridge-1/reading',
  payload: '{"temperatureC":4.2,"humidityPct":61,"batteryPct":88}',
};

/** How to get the first reading onto the screen, with the real address of this engine's broker. */
export function SensorsEmpty() {
  const { data } = useQuery('engine.info', {});
  return (
    <EmptyState title={sensorsText.emptyTitle} icon={Thermometer}>
      <p>{sensorsText.emptyText}</p>
      {data !== undefined && (
        <div className={styles['example']}>
          <CodeBlock text={publishCommand(data.brokerUrl, example)} label={sensorsText.emptyCommand} wrap />
        </div>
      )}
    </EmptyState>
  );
}
