import type { Route } from './route.ts';

/** Delays and mismatches, when things arrive, and how good the estimates of that are. */
export const planningRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/findings',
    request: 'findings.list',
    summary: 'What is delayed or does not fit, what to do first on top',
  },
  {
    method: 'GET',
    path: '/findings/{findingId}',
    request: 'findings.get',
    summary: 'One finding with both sides, its likely cause, what settles it and what it will break',
  },
  {
    method: 'GET',
    path: '/tasks',
    request: 'tasks.list',
    summary: 'Findings by what is to be done about which order, vehicle or device, what to do first on top',
  },
  {
    method: 'GET',
    path: '/tasks/{taskId}',
    request: 'tasks.get',
    summary: 'One thing to do with its findings, the orders it concerns and what is over',
  },
  {
    method: 'POST',
    path: '/ignores',
    request: 'ignores.create',
    summary: 'Put findings of a kind, or about something, aside until an instant',
  },
  {
    method: 'DELETE',
    path: '/ignores/{ignoreId}',
    request: 'ignores.lift',
    summary: 'Show what was put aside again',
  },
  {
    method: 'GET',
    path: '/ignores',
    request: 'ignores.list',
    summary: 'What is put aside, until when and why',
  },
  {
    method: 'GET',
    path: '/vehicles/{vehicleId}/stops',
    request: 'vehicles.stops',
    summary: 'Where a vehicle goes next and when it is there, by the orders aboard',
  },
  {
    method: 'GET',
    path: '/eta/scorecard',
    request: 'eta.scorecard',
    summary: 'How good the estimates of arrival were, by lane, site, carrier, driver or service level',
  },
  {
    method: 'POST',
    path: '/imports/history',
    request: 'history.import',
    csvAs: 'csv',
    summary: 'Import finished journeys from CSV, for estimates to start from',
  },
  {
    method: 'GET',
    path: '/eta/history',
    request: 'history.get',
    summary: 'How much imported history there is, and what was learned from it',
  },
  {
    method: 'GET',
    path: '/bottlenecks',
    request: 'bottlenecks.list',
    summary: 'Sites and ways that take longer than they did, before it shows in the totals',
  },
  {
    method: 'POST',
    path: '/what-if',
    request: 'planning.whatIf',
    bodyAs: 'change',
    summary: 'Which promises break if a departure is delayed, a vehicle swapped or a stop removed',
  },
];
