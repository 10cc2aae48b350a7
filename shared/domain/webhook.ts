/** Who may send webhooks here. */
export const webhookProviders = ['shopify', 'woocommerce', 'easypost', 'aftership'] as const;

export type WebhookProvider = (typeof webhookProviders)[number];
