import type { CarrierMilestone } from '#shared/domain/carrier-milestone.ts';
import type { WebhookProvider } from '#shared/domain/webhook.ts';

export const senderNames: Readonly<Record<WebhookProvider, string>> = {
  shopify: 'Shopify',
  woocommerce: 'WooCommerce',
  easypost: 'EasyPost',
  aftership: 'AfterShip',
};

/** Where the address and the secret go in the sender's own settings. */
export const senderHints: Readonly<Record<WebhookProvider, string>> = {
  shopify: 'Settings, Notifications, Webhooks. The secret is shown there, below the list.',
  woocommerce: 'Settings, Advanced, Webhooks. Choose a secret there and enter the same here.',
  easypost: 'Webhooks. Choose a secret there and enter the same here.',
  aftership: 'Notifications, Webhooks. The secret is shown there.',
};

export const meaningNames: Readonly<Record<CarrierMilestone, string>> = {
  created: 'Announced',
  collected: 'Collected',
  'at-site': 'Arrived at a site',
  departed: 'Left a site',
  'in-transit': 'On its way',
  customs: 'At customs',
  'out-for-delivery': 'Out for delivery',
  'available-for-pickup': 'Ready for pick-up',
  'attempt-failed': 'Attempt failed',
  delivered: 'Delivered',
  exception: 'Exception',
  returning: 'Coming back',
  returned: 'Returned',
  none: 'Nothing of the parcel',
};

/** Words of the settings section on shops and carriers. */
export const sendersText = {
  title: 'Who sends here',
  text: 'Shops send their orders and tracking services what carriers say, by webhook. Paste the address into the settings of the sender and set the secret it signs with.',
  failed: 'The senders could not be loaded',
  unreachable:
    'A sender outside this computer reaches the address only through a gateway or tunnel in front of it.',
  columns: { sender: 'Sender and address', secret: 'Secret', last: 'Last received', counts: 'Calls' },
  address: (sender: string) => `address for ${sender}`,
  hasSecret: 'set',
  noSecret: 'not set',
  set: 'Set…',
  replace: 'Replace…',
  setLabel: (sender: string) => `Set the secret of ${sender}`,
  replaceLabel: (sender: string) => `Replace the secret of ${sender}`,
  counts: (taken: string, ignored: string, rejected: string) =>
    `${taken} taken, ${ignored} ignored, ${rejected} rejected`,
  refused: (count: string) => `${count} without a right signature`,
  reasons: (sender: string) => `Why calls of ${sender} came to nothing`,
  reason: { ignored: 'ignored', rejected: 'rejected' },
  dialog: {
    title: (sender: string) => `Secret of ${sender}`,
    text: 'It is kept in a file of its own that only this account can read, and never shown again. From now on calls must be signed with it.',
    secret: 'Secret',
    save: 'Save',
    remove: 'Take the secret away',
    removed: 'The secret was taken away: calls need a token now.',
    saved: 'The secret is set.',
  },
  codes: {
    title: 'What carriers’ codes mean',
    text: 'Carriers speak in codes of their own, which are kept as they came. A code nobody has said the meaning of moves nothing; once it is given one, what was kept with it moves its parcels at the times it happened.',
    failed: 'The codes could not be loaded',
    empty: 'No carrier has said anything yet',
    emptyText: 'Codes appear here as the tracking services above send them.',
    state: (version: string, unmapped: string) =>
      `Version ${version} of the table; ${unmapped === '0' ? 'every event is understood' : unmapped === '1' ? '1 event is not understood' : `${unmapped} events are not understood`}`,
    columns: { code: 'Code', words: 'In its words', count: 'Events', last: 'Last', meaning: 'Means' },
    via: (carrier: string, service: string) => `${carrier}, through ${service}`,
    choose: 'Not understood',
    meaningOf: (code: string) => `What ${code} means`,
    confirmTitle: (code: string, meaning: string) => `Does ${code} mean “${meaning}”?`,
    confirmText: (events: string) =>
      `${events} kept with it will move their parcels now, each at the time it happened. A meaning stays: facts rest on it, and a wrong one is corrected on each order.`,
    events: (count: string) => (count === '1' ? '1 event' : `${count} events`),
    confirm: 'It does',
    done: 'The code has a meaning',
  },
} as const;
