import type { ComponentType } from 'react';

import { hrefOf, useParam } from '#renderer/data/location-state.ts';
import { settingsText } from '#renderer/text/settings.ts';
import { Toolbar } from '#renderer/ui/Toolbar.tsx';

import { AboutSection } from './AboutSection.tsx';
import { AccessSection } from './AccessSection.tsx';
import { AppearanceSection } from './AppearanceSection.tsx';
import { BrokerSection } from './BrokerSection.tsx';
import { CalibrationsSection } from './CalibrationsSection.tsx';
import { DataSection } from './DataSection.tsx';
import { FormatsSection } from './FormatsSection.tsx';
import { MappingsSection } from './MappingsSection.tsx';
import { NoticesSection } from './NoticesSection.tsx';
import { ProfilesSection } from './ProfilesSection.tsx';
import { SendersSection } from './SendersSection.tsx';
import styles from './SettingsScreen.module.css';
import { SitesSection } from './SitesSection.tsx';
import { VehiclesSection } from './VehiclesSection.tsx';

type SectionId = keyof typeof settingsText.section;

const sections: readonly { readonly id: SectionId; readonly Content: ComponentType }[] = [
  { id: 'appearance', Content: AppearanceSection },
  { id: 'broker', Content: BrokerSection },
  { id: 'sites', Content: SitesSection },
  { id: 'vehicles', Content: VehiclesSection },
  { id: 'profiles', Content: ProfilesSection },
  { id: 'calibrations', Content: CalibrationsSection },
  { id: 'notices', Content: NoticesSection },
  { id: 'senders', Content: SendersSection },
  { id: 'data', Content: DataSection },
  { id: 'access', Content: AccessSection },
  { id: 'formats', Content: FormatsSection },
  { id: 'mappings', Content: MappingsSection },
  { id: 'about', Content: AboutSection },
];

const wide: ReadonlySet<SectionId> = new Set(['mappings', 'notices', 'senders']);

/** How the console looks, where its data comes from and is, and who may use it. */
export function SettingsScreen() {
  const [chosen] = useParam('section');
  const current = sections.find(({ id }) => id === chosen) ?? sections[0];
  if (current === undefined) return null;
  const { id: currentId, Content } = current;
  return (
    <>
      <Toolbar title={settingsText.title} />
      <div className={styles['page']}>
        <nav className={styles['nav']} aria-label={settingsText.sections}>
          {sections.map(({ id }) => (
            <a
              key={id}
              href={hrefOf('/settings', { section: id })}
              aria-current={id === currentId ? 'page' : undefined}
            >
              {settingsText.section[id]}
            </a>
          ))}
        </nav>
        <div
          className={styles['content']}
          tabIndex={0}
          role="region"
          aria-label={settingsText.section[currentId]}
        >
          <div className={styles['column']} data-wide={wide.has(currentId) || undefined}>
            <Content />
          </div>
        </div>
      </div>
    </>
  );
}
