import type { z } from 'zod';

import { alertRequests, alertSubscriptions } from './alerts.ts';
import { answerRequests } from './answers.ts';
import { calibrationRequests } from './calibrations.ts';
import { caseRequests } from './cases.ts';
import { coldChainRequests } from './cold-chain.ts';
import { alarmLoadRequests } from './alarm-load.ts';
import { reportRequests } from './reports.ts';
import { dataQualityRequests } from './data-quality.ts';
import type { Command, Keyed, Log, Query } from './define.ts';
import { deviceRequests, deviceSubscriptions } from './devices.ts';
import { findingRequests } from './findings.ts';
import { fleetRequests, fleetSubscriptions } from './fleet.ts';
import { historyRequests } from './history.ts';
import { holdRequests } from './holds.ts';
import { identifierRequests } from './identifiers.ts';
import { mappingRequests } from './mappings.ts';
import { noticeRequests } from './notices.ts';
import { orderRequests, orderSubscriptions } from './orders.ts';
import { planningRequests } from './planning.ts';
import { profileRequests } from './profiles.ts';
import { retentionRequests } from './retention.ts';
import { returnRequests } from './returns.ts';
import { scanRequests, scanSubscriptions } from './scans.ts';
import { scorecardRequests } from './scorecard.ts';
import { sensorRequests, sensorSubscriptions } from './sensors.ts';
import { siteRequests, siteSubscriptions } from './sites.ts';
import { sourceRequests } from './sources.ts';
import { systemRequests, systemSubscriptions } from './system.ts';
import { trackingLinkRequests } from './tracking-links.ts';
import { webhookRequests } from './webhooks.ts';

/** Everything that may be asked of an engine. */
export const requests = {
  ...alertRequests,
  ...answerRequests,
  ...calibrationRequests,
  ...caseRequests,
  ...coldChainRequests,
  ...reportRequests,
  ...alarmLoadRequests,
  ...dataQualityRequests,
  ...deviceRequests,
  ...findingRequests,
  ...fleetRequests,
  ...historyRequests,
  ...holdRequests,
  ...identifierRequests,
  ...mappingRequests,
  ...noticeRequests,
  ...orderRequests,
  ...planningRequests,
  ...profileRequests,
  ...retentionRequests,
  ...returnRequests,
  ...scanRequests,
  ...scorecardRequests,
  ...sensorRequests,
  ...siteRequests,
  ...sourceRequests,
  ...systemRequests,
  ...trackingLinkRequests,
  ...webhookRequests,
} as const satisfies Record<string, Query | Command>;

/** Everything that may be watched. */
export const subscriptions = {
  ...alertSubscriptions,
  ...deviceSubscriptions,
  ...fleetSubscriptions,
  ...orderSubscriptions,
  ...scanSubscriptions,
  ...sensorSubscriptions,
  ...siteSubscriptions,
  ...systemSubscriptions,
} as const satisfies Record<string, Keyed | Log>;

export type Requests = typeof requests;
export type RequestName = keyof Requests;
export type ParamsIn<N extends RequestName> = z.input<Requests[N]['params']>;
export type ParamsOut<N extends RequestName> = z.output<Requests[N]['params']>;
export type ResultOf<N extends RequestName> = z.output<Requests[N]['result']>;

export type Subscriptions = typeof subscriptions;
export type SubscriptionName = keyof Subscriptions;
export type KeyedName = {
  [N in SubscriptionName]: Subscriptions[N] extends Keyed ? N : never;
}[SubscriptionName];
export type LogName = { [N in SubscriptionName]: Subscriptions[N] extends Log ? N : never }[SubscriptionName];
export type SubscriptionParamsIn<N extends SubscriptionName> = z.input<Subscriptions[N]['params']>;
export type SubscriptionParamsOut<N extends SubscriptionName> = z.output<Subscriptions[N]['params']>;
export type RowOf<N extends SubscriptionName> = z.output<Subscriptions[N]['row']>;
