import { usePresence } from '#renderer/data/use-presence.ts';
import { commonText } from '#renderer/text/common.ts';
import { settingsText } from '#renderer/text/settings.ts';
import { Facts } from '#renderer/ui/Facts.tsx';
import { Value } from '#renderer/ui/Value.tsx';

import { Card } from './Card.tsx';
import styles from './SettingsScreen.module.css';

const { about: text } = settingsText;

/** What this is and what it is made with. */
export function AboutSection() {
  const version = usePresence().engine?.version;
  return (
    <>
      <Card title={commonText.product}>
        <p className={styles['text']}>{text.what}</p>
        <Facts
          items={[
            { label: text.version, value: version ?? <Value measured={undefined} /> },
            { label: text.licence, value: text.licenceText },
          ]}
        />
      </Card>
      <Card title={text.thanks}>
        <Facts items={text.credits.map(({ name, note }) => ({ label: name, value: note }))} />
      </Card>
    </>
  );
}
