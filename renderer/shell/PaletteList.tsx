import { Command } from 'cmdk';
import { useMemo, useState } from 'react';

import { useLive } from '../data/use-live.ts';
import { screens } from '../screens/index.ts';
import { paletteText } from '../text/shell.ts';
import { KeyHint } from '../ui/KeyHint.tsx';
import { findBest } from './fuzzy.ts';
import styles from './Palette.module.css';
import {
  actionGroup,
  deviceGroup,
  type PaletteEntry,
  type PaletteGroup,
  screenGroup,
  sensorGroup,
  siteGroup,
  vehicleGroup,
} from './palette-entries.ts';

export interface PaletteListProps {
  /** Called once something was chosen. */
  readonly onDone: () => void;
  readonly onShortcuts: () => void;
}

const shownWithoutTyping = 0;
const shownPerGroup = 7;
const noRows: readonly never[] = [];

/** The palette's input and what matches; mounted only while it is open, so that it watches nothing otherwise. */
export function PaletteList({ onDone, onShortcuts }: PaletteListProps) {
  const [typed, setTyped] = useState('');
  const groups = useGroups(onShortcuts);
  const found = useMemo(() => groups.map((group) => ({ group, ...findIn(group, typed) })), [groups, typed]);
  const isEmpty = found.every(({ best }) => best.length === 0);
  return (
    <Command
      className={styles['command'] ?? ''}
      label={paletteText.title}
      shouldFilter={false}
      loop
      vimBindings={false}
    >
      <Command.Input
        className={styles['input']}
        value={typed}
        onValueChange={setTyped}
        placeholder={paletteText.placeholder}
        autoFocus
      />
      <Command.List className={styles['list']} label={paletteText.title}>
        {isEmpty && <p className={styles['empty']}>{paletteText.empty}</p>}
        {found
          .filter(({ best }) => best.length > 0)
          .map(({ group, best, total }) => (
            <Command.Group key={group.id} heading={group.title} className={styles['group'] ?? ''}>
              {best.map((entry) => (
                <Entry
                  key={entry.id}
                  entry={entry}
                  onRun={() => {
                    onDone();
                    entry.run();
                  }}
                />
              ))}
              {total > best.length && (
                <p className={styles['more']}>{paletteText.more(total - best.length)}</p>
              )}
            </Command.Group>
          ))}
      </Command.List>
    </Command>
  );
}

function Entry({ entry, onRun }: { readonly entry: PaletteEntry; readonly onRun: () => void }) {
  const Icon = entry.icon;
  return (
    <Command.Item value={entry.id} onSelect={onRun} className={styles['item'] ?? ''}>
      <Icon size={15} aria-hidden />
      <span className={styles['title']}>{entry.title}</span>
      {entry.aside !== undefined && entry.aside !== '' && (
        <span className={styles['aside']}>{entry.aside}</span>
      )}
      {entry.keys !== undefined && (
        <span className={styles['keys']}>
          <KeyHint keys={entry.keys} />
        </span>
      )}
    </Command.Item>
  );
}

function findIn(
  group: PaletteGroup,
  typed: string,
): { readonly best: readonly PaletteEntry[]; readonly total: number } {
  const isOwn = group.id === 'screens' || group.id === 'actions';
  if (typed.trim() === '')
    return { best: group.entries.slice(0, isOwn ? undefined : shownWithoutTyping), total: 0 };
  return findBest(group.entries, typed, shownPerGroup);
}

function useGroups(onShortcuts: () => void): readonly PaletteGroup[] {
  const vehicles = useLive('vehicles.live', {}).rows ?? noRows;
  const devices = useLive('devices.live', {}).rows ?? noRows;
  const sensors = useLive('sensors.live', {}).rows ?? noRows;
  const sites = useLive('sites.live', {}).rows ?? noRows;
  return useMemo(
    () => [
      screenGroup(screens),
      vehicleGroup(vehicles),
      sensorGroup(sensors),
      deviceGroup(devices),
      siteGroup(sites),
      actionGroup(onShortcuts),
    ],
    [vehicles, devices, sensors, sites, onShortcuts],
  );
}
