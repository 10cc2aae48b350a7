/** Names of the screens, as in the navigation and the palette. */
export const screenText = {
  fleet: 'Fleet',
  sensors: 'Sensors',
  scans: 'Scans',
  devices: 'Devices',
  settings: 'Settings',
} as const;
