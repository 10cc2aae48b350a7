import { settingsText } from '#renderer/text/settings.ts';
import { SegmentedControl } from '#renderer/ui/SegmentedControl.tsx';
import { chooseTheme, themeChoices, useThemeChoice } from '#renderer/ui/theme.ts';

import { Card } from './Card.tsx';
import styles from './SettingsScreen.module.css';

const { appearance: text } = settingsText;

/** How the console looks. */
export function AppearanceSection() {
  const choice = useThemeChoice();
  return (
    <>
      <Card title={text.theme}>
        <SegmentedControl
          label={text.theme}
          value={choice}
          onChange={chooseTheme}
          options={themeChoices.map((value) => ({ value, label: text.themes[value] }))}
        />
        <p className={styles['text']}>{text.themeHint}</p>
      </Card>
      <Card title={text.units}>
        <p className={styles['quiet']}>{text.unitsText}</p>
      </Card>
    </>
  );
}
