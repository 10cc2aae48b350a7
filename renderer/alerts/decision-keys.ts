import type { Decision } from '#renderer/text/alerts.ts';

/** The letter of each decision about an alert. */
export const decisionKeys: Readonly<Record<Decision, string>> = {
  acknowledge: 'a',
  resolve: 'r',
  shelve: 's',
  unshelve: 'u',
  comment: 'c',
  assign: 'o',
  'out-of-service': 'x',
  'in-service': 'i',
};
