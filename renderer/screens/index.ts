import { Cpu, LayoutDashboard, Package, ScanBarcode, Settings, Thermometer, Truck } from 'lucide-react';

import { screenText } from '../text/screens.ts';
import type { Screen } from './screen.ts';

/** Every screen, in the order of the navigation; the first is where the page starts. */
export const screens: readonly Screen[] = [
  {
    id: 'overview',
    path: '/overview',
    title: screenText.overview,
    icon: LayoutDashboard,
    audience: 'everyone',
    key: 'o',
    load: async () => ({ default: (await import('./overview/OverviewScreen.tsx')).OverviewScreen }),
  },
  {
    id: 'orders',
    path: '/orders',
    title: screenText.orders,
    icon: Package,
    audience: 'service',
    key: 'r',
    load: async () => ({ default: (await import('./orders/OrdersScreen.tsx')).OrdersScreen }),
  },
  {
    id: 'fleet',
    path: '/fleet',
    title: screenText.fleet,
    icon: Truck,
    audience: 'dispatch',
    key: 'f',
    load: async () => ({ default: (await import('./fleet/FleetScreen.tsx')).FleetScreen }),
  },
  {
    id: 'sensors',
    path: '/sensors',
    title: screenText.sensors,
    icon: Thermometer,
    audience: 'quality',
    key: 's',
    load: async () => ({ default: (await import('./sensors/SensorsScreen.tsx')).SensorsScreen }),
  },
  {
    id: 'scans',
    path: '/scans',
    title: screenText.scans,
    icon: ScanBarcode,
    audience: 'warehouse',
    key: 'c',
    load: async () => ({ default: (await import('./scans/ScansScreen.tsx')).ScansScreen }),
  },
  {
    id: 'devices',
    path: '/devices',
    title: screenText.devices,
    icon: Cpu,
    audience: 'everyone',
    key: 'd',
    load: async () => ({ default: (await import('./devices/DevicesScreen.tsx')).DevicesScreen }),
  },
  {
    id: 'settings',
    path: '/settings',
    title: screenText.settings,
    icon: Settings,
    audience: 'administration',
    key: ',',
    isAside: true,
    load: async () => ({ default: (await import('./settings/SettingsScreen.tsx')).SettingsScreen }),
  },
];
