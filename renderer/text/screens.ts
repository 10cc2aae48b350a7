/** Names of the screens, as in the navigation and the palette. */
export const screenText = {
  overview: 'Overview',
  orders: 'Orders',
  cases: 'Cases',
  returns: 'Returns',
  fleet: 'Fleet',
  delays: 'Delays',
  planning: 'Planning',
  alerts: 'Alerts',
  coldChain: 'Cold chain',
  sensors: 'Sensors',
  scans: 'Scans',
  scanStation: 'Scan station',
  devices: 'Devices',
  dataQuality: 'Data quality',
  settings: 'Settings',
} as const;
