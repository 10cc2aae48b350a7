/** Words of the Settings screen. */
export const settingsText = {
  title: 'Settings',
  sections: 'Sections of the settings',
  section: {
    appearance: 'Appearance',
    broker: 'Broker',
    sites: 'Sites',
    vehicles: 'Vehicles',
    profiles: 'Profiles',
    calibrations: 'Calibrations',
    notices: 'Notices',
    senders: 'Shops and carriers',
    data: 'Data',
    access: 'Access',
    formats: 'Formats',
    mappings: 'Mappings',
    about: 'About',
  },
  appearance: {
    theme: 'Theme',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    themeHint: 'Kept on this computer, for this browser or window.',
    units: 'Units and times',
    temperature: 'Temperatures',
    temperatures: { celsius: '°C', fahrenheit: '°F' },
    length: 'Speeds and distances',
    lengths: { metric: 'km/h and km', imperial: 'mph and miles' },
    unitsText:
      'Everything is kept, sent and exported in °C, metres and metres per second; limits are entered in °C. Times are in the zone of the site, with their offset; point at one for UTC.',
  },
  broker: {
    publishTitle: 'Where devices publish',
    publishText:
      'Point devices and gateways at this address. What they publish appears at once; nothing has to be registered first.',
    address: 'publish address',
    example: 'Try it: one reading',
    exampleLabel: 'example command',
    exampleTopicText: 'The topic is',
    exampleTopic: 'waymark/v1/{site}/{device}/{scan | position | reading | status}',
    exampleFormatsText: 'Formats of other makers use their own topics: see Formats.',
    state: 'State',
    kind: 'Kind',
    protocol: 'MQTT',
    session: 'Session',
    sessionKept: 'kept from before: nothing published meanwhile is lost',
    sessionNew: 'new',
    sessionUnknown: 'not known',
    clients: 'Connected clients',
    reconnects: 'Reconnects',
    passwordTitle: 'Passwords of external brokers',
    passwordSources: {
      given: 'Given at the start; it goes before one set here.',
      kept: "Kept in this computer's key store.",
      session: 'In use until the program ends; this computer has no key store to keep it in.',
      none: 'None set.',
    },
    password: (url: string) => `Password for ${url}`,
    passwordSet: 'Use it',
    passwordForget: 'Forget it',
    passwordFailed: 'The passwords could not be read or changed',
    passwordKeep: "A password is kept in this computer's key store and nowhere else.",
    passwordNoKeep:
      'This computer has no key store: a password is used until the program ends, and not kept.',
    mosquittoTitle: 'Settings for your own Mosquitto',
    mosquittoText:
      'With these, what the broker has accepted is not lost while Waymark is away or the broker is killed. The default queue of 1,000 messages loses data: size it by hours away times messages per second.',
    mosquittoLabel: 'Mosquitto settings',
    mosquittoMore:
      'Use Mosquitto 2.0.18 or newer, one client id per console, and watch $SYS/broker/publish/messages/dropped: it must stay at 0.',
  },
  data: {
    where: 'Where it is',
    folder: 'Data folder',
    folderLabel: 'path of the data folder',
    database: 'Database',
    schema: 'Schema version',
    size: 'Size on disk',
    started: 'Engine running since',
    zone: 'Zone of the host',
    rows: 'What it holds',
    scans: 'Scans',
    positions: 'Positions',
    readings: 'Readings',
    orders: 'Orders',
    asOf: 'Counted',
    refresh: 'Count again',
  },
  storage: {
    room: 'Room on the disk',
    free: 'Free on the disk',
    reusable: 'Free inside the database',
    growth: 'Growth',
    perDay: 'a day',
    growthUnknown: 'Known after an hour of running.',
    full: 'The disk is full at this rate',
    never: 'Not at this rate',
    quarantine: 'Messages in quarantine',
    backup: 'Last backup',
    noBackup: 'None yet: one is made every hour.',
    counted: 'more only counted',
    keep: 'How long it is kept',
    keepText:
      'What is older is deleted, a little at a time. Orders, scans, alerts and the audit are the record and are kept. A legal hold keeps everything in its span.',
    class: 'Data',
    kept: 'Kept for',
    classes: {
      messages: 'Raw messages as received',
      quarantine: 'Quarantined messages',
      readings: 'Readings',
      positions: 'Positions',
      statuses: 'Device states',
      rollups: 'Rollups of 15 min, 1 h and 1 day',
    },
    days: 'days',
    forever: 'For ever',
    shorten: 'Delete sooner?',
    shortenText: 'What is older than the new limit is deleted within the hour and cannot be brought back.',
    shortenDo: 'Delete sooner',
    holds: 'Legal holds',
    holdsText: 'While a hold stands, nothing recorded in its span is deleted.',
    holdsNone: 'Nothing is held',
    holdsNoneText: 'Place a hold when data must outlast its time: a claim, an audit, an investigation.',
    place: 'Place a hold',
    subject: 'What is held',
    subjects: { order: 'Order', alert: 'Alert', device: 'Device', 'time-span': 'Span of time' },
    ids: { order: 'Order number', alert: 'Alert', device: 'Device', 'time-span': '' },
    from: 'From',
    to: 'Until',
    openEnd: 'Empty: without an end. Times are UTC.',
    note: 'Reason',
    placed: 'Placed',
    lift: 'Lift',
    liftTitle: 'Lift this hold?',
    liftText: 'What is older than its class is kept for is deleted at the next round.',
    columns: { subject: 'Held', span: 'Span', note: 'Reason', placed: 'Placed', action: 'Action' },
    always: 'all of it',
  },
  access: {
    tokens: 'Tokens for other programs and screens',
    text: 'A token lets a program use the HTTP API, or another screen look on. An operator may change things; a viewer may only look.',
    create: 'New token',
    createTitle: 'New token',
    createText: 'The token is shown once, right after it is made. Only its fingerprint is kept.',
    role: 'Role',
    roles: { operator: 'Operator: may look and change', viewer: 'Viewer: may only look' },
    roleShort: { operator: 'Operator', viewer: 'Viewer' },
    expires: 'Valid for',
    periods: {
      never: 'until revoked',
      day: '1 day',
      week: '7 days',
      month: '30 days',
      quarter: '90 days',
      year: '1 year',
    },
    make: 'Make the token',
    madeTitle: 'Copy the token now',
    madeText: 'It cannot be shown again. Whoever has it can use it until it expires or is revoked.',
    tokenLabel: 'token',
    done: 'I have copied it',
    usageLabel: 'example request',
    usage: 'Use it like this',
    columns: { id: 'Token', role: 'Role', created: 'Made', expires: 'Valid until', action: 'Revoke' },
    neverExpires: 'until revoked',
    expired: 'Expired',
    revoke: 'Revoke',
    revokeTitle: 'Revoke this token?',
    revokeText: 'Whatever uses it is signed out at once. This cannot be undone.',
    revoked: 'The token is revoked',
    empty: 'No token has been made',
    emptyText: 'This console itself needs none.',
    api: 'Address of the HTTP API',
    apiNone: 'not served',
  },
  formats: {
    title: 'Formats that are understood',
    text: 'Each format is recognised by its topics and content. A message that none of them understands is kept in quarantine.',
    columns: { title: 'Format', vendor: 'Maker', topics: 'Topics', id: 'Id' },
    empty: 'No format is registered',
  },
  about: {
    version: 'Version',
    licence: 'Licence',
    licenceText: 'MIT',
    what: 'A logistics operations console: everything devices report, kept, and shown with its age and its evidence.',
    thanks: 'Made with',
    credits: [
      { name: 'Natural Earth', note: 'map data, public domain' },
      { name: 'GeoNames', note: 'place names, CC BY 4.0' },
      { name: 'MapLibre GL JS', note: 'BSD-3-Clause' },
      { name: 'Inter', note: 'typeface, SIL Open Font License 1.1' },
      { name: 'Lucide', note: 'icons, ISC' },
    ],
  },
} as const;

/** For a broker of the user's own; what each line is for stands behind it. */
export const mosquittoSettings = `persistence true
persistence_location /var/lib/mosquitto/
# Mosquitto 2.0: write the queue after every 100 changes.
# From 2.1 on use the persist-sqlite plugin instead,
# with plugin_opt_sync full and plugin_opt_flush_period 1.
autosave_on_changes true
autosave_interval 100
# The default of 1000 loses data while the console is away: hours away x messages per second.
max_queued_messages 1000000
max_queued_bytes 1073741824
max_inflight_messages 200
# Not message_size_limit, which acknowledges and drops.
max_packet_size 65536
persistent_client_expiration 14d
set_tcp_nodelay true
allow_anonymous false
password_file /etc/mosquitto/passwords
acl_file /etc/mosquitto/acl
# In the acl_file:
#   pattern write waymark/v1/+/%u/#
#   pattern read waymark/v1/+/%u/verdict
#   user console
#   topic readwrite #`;
