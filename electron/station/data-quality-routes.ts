import type { Route } from './route.ts';

/** How messages were settled, and what is decided about facts that are doubted. */
export const dataQualityRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/data-quality',
    request: 'dataQuality.get',
    summary:
      'How messages were settled by device, format, topic and day; how late they came; the worst first',
  },
  {
    method: 'GET',
    path: '/rate-limit',
    request: 'rateLimit.get',
    summary: 'How many messages a device may send',
  },
  {
    method: 'PUT',
    path: '/rate-limit',
    request: 'rateLimit.put',
    summary: 'Set how many messages a device may send; what is more is acknowledged, counted and not stored',
  },
  {
    method: 'GET',
    path: '/doubts',
    request: 'doubts.list',
    summary: 'Facts that are doubted, or that somebody decided about, newest first',
  },
  {
    method: 'POST',
    path: '/devices/{deviceId}/decisions',
    request: 'doubts.decide',
    summary: 'Accept or reject what a device said in a span of time',
  },
];
