import type { Route } from './route.ts';

/** Who is told of alerts, when and how; and what came of it. */
export const noticeRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/notice-channels',
    request: 'noticeChannels.list',
    summary: 'Ways to tell people of alerts, and whether they work; secrets are never shown',
  },
  {
    method: 'PUT',
    path: '/notice-channels/{channelId}',
    request: 'noticeChannels.put',
    summary: 'Set up mail (SMTP) or a signed webhook',
  },
  {
    method: 'DELETE',
    path: '/notice-channels/{channelId}',
    request: 'noticeChannels.remove',
    summary: 'Remove a channel no rule uses',
  },
  {
    method: 'POST',
    path: '/notice-channels/{channelId}/test',
    request: 'noticeChannels.test',
    summary: 'Send a test and tell what came of it',
  },
  {
    method: 'GET',
    path: '/notice-rules',
    request: 'noticeRules.list',
    summary: 'Who is told of which alerts, in which steps, outside which quiet hours',
  },
  {
    method: 'PUT',
    path: '/notice-rules/{ruleId}',
    request: 'noticeRules.put',
    summary: 'Say who is told of which alerts; it concerns alerts raised from then on',
  },
  {
    method: 'DELETE',
    path: '/notice-rules/{ruleId}',
    request: 'noticeRules.remove',
    summary: 'Remove a rule about notices',
  },
  {
    method: 'GET',
    path: '/deliveries',
    request: 'deliveries.list',
    summary: 'Notices and what came of each, newest first',
  },
  {
    method: 'POST',
    path: '/deliveries/{deliveryId}/retry',
    request: 'deliveries.retry',
    summary: 'Try a notice that was given up again',
  },
];
