import {
  FilePlus,
  Keyboard,
  type LucideIcon,
  MapPin,
  Monitor,
  Moon,
  RotateCw,
  Sun,
  Thermometer,
  Truck,
  Cpu,
} from 'lucide-react';

import type { DeviceStateRow, SensorStateRow, SiteRow, VehicleStateRow } from '#shared/contract/types.ts';

import { navigate } from '../data/location-state.ts';
import type { Screen } from '../screens/screen.ts';
import { audienceText, paletteText } from '../text/shell.ts';
import { chooseTheme } from '../ui/theme.ts';
import type { Findable } from './fuzzy.ts';

export interface PaletteEntry extends Findable {
  readonly id: string;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly aside?: string;
  readonly keys?: readonly string[];
  readonly run: () => void;
}

export interface PaletteGroup {
  readonly id: string;
  readonly title: string;
  readonly entries: readonly PaletteEntry[];
}

function goTo(path: string, params: Readonly<Record<string, string>> = {}): () => void {
  return () => navigate(path, params);
}

export function screenGroup(screens: readonly Screen[]): PaletteGroup {
  const entries = screens.map(({ id, path, title, icon, audience, key }) => ({
    id: `screen ${id}`,
    icon,
    title,
    aside: audienceText[audience],
    keys: ['g', key],
    texts: [title, audienceText[audience]],
    run: goTo(path),
  }));
  return { id: 'screens', title: paletteText.screens, entries };
}

export function vehicleGroup(rows: readonly VehicleStateRow[]): PaletteGroup {
  const entries = rows.map(({ vehicleId, name, plate }) => ({
    id: `vehicle ${vehicleId}`,
    icon: Truck,
    title: name ?? vehicleId,
    ...asideOf([plate, name === undefined ? undefined : vehicleId]),
    texts: [vehicleId, name, plate].filter((text) => text !== undefined),
    run: goTo('/fleet', { vehicle: vehicleId }),
  }));
  return { id: 'vehicles', title: paletteText.vehicles, entries };
}

export function deviceGroup(rows: readonly DeviceStateRow[]): PaletteGroup {
  const entries = rows.map(({ deviceId, kind, siteId, format }) => ({
    id: `device ${deviceId}`,
    icon: Cpu,
    title: deviceId,
    ...asideOf([kind, siteId, format]),
    texts: [deviceId, kind].filter((text) => text !== undefined),
    run: goTo('/devices', { device: deviceId }),
  }));
  return { id: 'devices', title: paletteText.devices, entries };
}

export function sensorGroup(rows: readonly SensorStateRow[]): PaletteGroup {
  const entries = rows.map(({ sensorId, name, siteId }) => ({
    id: `sensor ${sensorId}`,
    icon: Thermometer,
    title: name ?? sensorId,
    ...asideOf([name === undefined ? undefined : sensorId, siteId]),
    texts: [sensorId, name].filter((text) => text !== undefined),
    run: goTo('/sensors', { sensor: sensorId }),
  }));
  return { id: 'sensors', title: paletteText.sensors, entries };
}

/** Close enough to tell the yard from the street. */
const siteZoom = 13;

export function siteGroup(rows: readonly SiteRow[]): PaletteGroup {
  const entries = rows.map(({ siteId, name, kind, lat, lon }) => ({
    id: `site ${siteId}`,
    icon: MapPin,
    title: name,
    ...asideOf([siteId, kind]),
    texts: [siteId, name],
    run: goTo('/fleet', { map: `${siteZoom}/${lat}/${lon}` }),
  }));
  return { id: 'sites', title: paletteText.sites, entries };
}

export function actionGroup(onShortcuts: () => void): PaletteGroup {
  const entries: PaletteEntry[] = [
    action('new order', FilePlus, paletteText.newOrder, goTo('/orders', { new: '1' })),
    action('theme light', Sun, paletteText.themeLight, () => chooseTheme('light')),
    action('theme dark', Moon, paletteText.themeDark, () => chooseTheme('dark')),
    action('theme system', Monitor, paletteText.themeSystem, () => chooseTheme('system')),
    { ...action('shortcuts', Keyboard, paletteText.shortcuts, onShortcuts), keys: ['?'] },
    action('reload', RotateCw, paletteText.reload, () => window.location.reload()),
  ];
  return { id: 'actions', title: paletteText.actions, entries };
}

function action(id: string, icon: LucideIcon, title: string, run: () => void): PaletteEntry {
  return { id: `action ${id}`, icon, title, texts: [title], run };
}

function asideOf(parts: readonly (string | undefined)[]): { readonly aside?: string } {
  const text = parts.filter((part) => part !== undefined).join(' · ');
  return text === '' ? {} : { aside: text };
}
