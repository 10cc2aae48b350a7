import { Keyboard } from 'lucide-react';

import { AlertCount } from '../alerts/AlertCount.tsx';
import { hrefOf } from '../data/location-state.ts';
import type { Screen } from '../screens/screen.ts';
import { shellText } from '../text/shell.ts';
import logo from '../waymark.svg';
import styles from './NavigationRail.module.css';

export interface NavigationRailProps {
  readonly screens: readonly Screen[];
  readonly current: Screen | undefined;
  readonly onHelp: () => void;
}

/** Every screen, always in the same place. */
export function NavigationRail({ screens, current, onHelp }: NavigationRailProps) {
  const places = screens.filter((screen) => screen.isAside !== true);
  const asides = screens.filter((screen) => screen.isAside === true);
  return (
    <nav className={styles['rail']} aria-label={shellText.navigation}>
      <a className={styles['home']} href={hrefOf('/')} aria-label={shellText.home}>
        <img src={logo} alt="" width={26} height={26} />
      </a>
      <ScreenLinks screens={places} current={current} />
      <div className={styles['foot']}>
        <button type="button" className={styles['link']} onClick={onHelp} data-tip={shellText.help}>
          <Keyboard size={19} aria-hidden />
          <span>
            {shellText.helpShort}
            <span className="visually-hidden">{shellText.helpMore}</span>
          </span>
        </button>
        <ScreenLinks screens={asides} current={current} />
      </div>
    </nav>
  );
}

function ScreenLinks({ screens, current }: Pick<NavigationRailProps, 'screens' | 'current'>) {
  return (
    <ul>
      {screens.map((screen) => {
        const Icon = screen.icon;
        return (
          <li key={screen.id}>
            <a
              className={styles['link']}
              href={hrefOf(screen.path)}
              aria-current={screen.id === current?.id ? 'page' : undefined}
            >
              <Icon size={19} aria-hidden />
              <span>{screen.title}</span>
              {screen.hasAlertCount === true && <AlertCount />}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
