import { useParam } from '#renderer/data/location-state.ts';
import { usePresence } from '#renderer/data/use-presence.ts';
import { devicesText } from '#renderer/text/devices.ts';
import { formatCount } from '#renderer/text/format.ts';
import { Tabs } from '#renderer/ui/Tabs.tsx';

import { DeviceList } from './DeviceList.tsx';
import styles from './DevicesScreen.module.css';
import { QuarantineList } from './QuarantineList.tsx';

type View = 'list' | 'quarantine';

/** Every device that has been heard or configured, and every message that could not be used. */
export function DevicesScreen() {
  const [tab, setTab] = useParam('tab');
  const quarantined = usePresence().engine?.ingest.quarantined;
  const view: View = tab === 'quarantine' ? 'quarantine' : 'list';
  const quarantineLabel = (
    <>
      {devicesText.quarantine}
      {quarantined !== undefined && <span className={styles['tabCount']}>{formatCount(quarantined)}</span>}
    </>
  );
  return (
    <Tabs<View>
      title={devicesText.title}
      label={devicesText.views}
      value={view}
      onValueChange={(next) => setTab(next === 'list' ? undefined : next)}
      tabs={[
        { value: 'list', label: devicesText.list, content: <DeviceList /> },
        { value: 'quarantine', label: quarantineLabel, content: <QuarantineList /> },
      ]}
    />
  );
}
