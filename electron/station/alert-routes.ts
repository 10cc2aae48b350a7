import type { Route } from './route.ts';

/** Alerts, what is decided about them, and the reports of excursions. */
export const alertRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/alerts',
    request: 'alerts.list',
    summary: 'Alerts, newest raised first',
  },
  {
    method: 'GET',
    path: '/alerts/metrics',
    request: 'alerts.metrics',
    summary: 'How much alarms ask of people, in the figures of ISA-18.2',
  },
  {
    method: 'GET',
    path: '/alerts/groups',
    request: 'alerts.groups',
    summary: 'Open alerts by cause and kind, as at most ten entries',
  },
  { method: 'GET', path: '/alerts/{alertId}', request: 'alerts.get', summary: 'An alert with its evidence' },
  {
    method: 'POST',
    path: '/alerts/{alertId}/acknowledge',
    request: 'alerts.acknowledge',
    summary: 'Say that an alert is known, with words',
  },
  {
    method: 'POST',
    path: '/alerts/{alertId}/resolve',
    request: 'alerts.resolve',
    summary: 'Say that an alert is dealt with, with words',
  },
  {
    method: 'POST',
    path: '/alerts/{alertId}/shelve',
    request: 'alerts.shelve',
    summary: 'Put an alert aside until an instant, with the reason',
  },
  {
    method: 'POST',
    path: '/alerts/{alertId}/unshelve',
    request: 'alerts.unshelve',
    summary: 'Take an alert back from the shelf',
  },
  {
    method: 'POST',
    path: '/alerts/{alertId}/comment',
    request: 'alerts.comment',
    summary: 'Add a note to an alert',
  },
  {
    method: 'POST',
    path: '/alerts/{alertId}/out-of-service',
    request: 'alerts.outOfService',
    summary: 'Put what an alert is about out of service, with the reason',
  },
  {
    method: 'POST',
    path: '/alerts/{alertId}/in-service',
    request: 'alerts.inService',
    summary: 'Return it to service, with words',
  },
  {
    method: 'POST',
    path: '/alerts/{alertId}/assign',
    request: 'alerts.assign',
    summary: 'Say who looks after an alert',
  },
  {
    method: 'POST',
    path: '/alerts/{alertId}/decision',
    request: 'alerts.decision',
    summary: 'Say what becomes of the goods: quarantine, cause, action, decision, in this order',
  },
  {
    method: 'POST',
    path: '/alerts/{alertId}/sign',
    request: 'alerts.sign',
    summary: 'Sign the decision about the goods, as another person than the one who decided',
  },
  {
    method: 'GET',
    path: '/alerts/{alertId}/excursion',
    request: 'alerts.excursion',
    summary: 'The full record of an excursion, from the readings there are now',
  },
  reportRoute('pdf', 'The excursion report, to print and sign'),
  reportRoute('json', 'Everything the excursion report says, as data'),
  reportRoute('csv', 'The readings of the excursion report'),
];

function reportRoute(format: 'pdf' | 'json' | 'csv', summary: string): Route {
  return {
    method: 'GET',
    path: `/alerts/{alertId}/report.${format}`,
    request: 'alerts.reportFile',
    with: { format },
    asFile: true,
    summary,
  };
}
