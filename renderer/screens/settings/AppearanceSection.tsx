import { settingsText } from '#renderer/text/settings.ts';
import { lengthUnits, temperatureUnits } from '#renderer/text/units.ts';
import { SegmentedControl } from '#renderer/ui/SegmentedControl.tsx';
import { chooseTheme, themeChoices, useThemeChoice } from '#renderer/ui/theme.ts';
import { chooseUnits, useUnits } from '#renderer/ui/unit-choice.ts';

import { Card } from './Card.tsx';
import styles from './SettingsScreen.module.css';

const { appearance: text } = settingsText;

/** How the console looks. */
export function AppearanceSection() {
  const choice = useThemeChoice();
  const units = useUnits();
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
        <div className={styles['choices']}>
          <SegmentedControl
            label={text.temperature}
            value={units.temperature}
            onChange={(temperature) => chooseUnits({ ...units, temperature })}
            options={temperatureUnits.map((value) => ({ value, label: text.temperatures[value] }))}
          />
          <SegmentedControl
            label={text.length}
            value={units.length}
            onChange={(length) => chooseUnits({ ...units, length })}
            options={lengthUnits.map((value) => ({ value, label: text.lengths[value] }))}
          />
        </div>
        <p className={styles['quiet']}>{text.unitsText}</p>
      </Card>
    </>
  );
}
