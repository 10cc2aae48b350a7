import { expect, it } from 'vitest';

import type { AlertRow } from '#engine/store/alerts.ts';
import type { Store } from '#engine/store/store.ts';

import { storeForEach } from '../../support/store-for-each.ts';

let store: Store;
const folder = storeForEach((opened) => {
  store = opened;
});

const raised = (subjectId: string): Omit<AlertRow, 'key'> => ({
  kind: 'stalled',
  ruleKey: 'stalled',
  subjectType: 'order',
  subjectId,
  deviceId: undefined,
  start: 1000,
  end: undefined,
  raised: 1000,
  changed: 1000,
  closed: undefined,
  state: 'active-unacknowledged',
  withdrawn: false,
  body: '{}',
});
const topic = (subjectId: string) => ({ ruleKey: 'stalled', subjectType: 'order', subjectId });

// Every open order is judged again and again: however many there are, only those that were ever flagged cost a query.
it('a look at what was never flagged asks the database nothing, after a restart too', () => {
  store.transaction(() => store.alerts.insert(raised('WM-1')));
  store.close();
  folder.open();
  expect(store.alerts.touching(topic('WM-1'), 0, 2000).map(({ subjectId }) => subjectId)).toEqual(['WM-1']);
  store.close();
  for (let number = 2; number < 20_000; number += 1)
    expect(store.alerts.touching(topic(`WM-${number}`), 0, 2000)).toEqual([]);
  expect(() => store.alerts.touching(topic('WM-1'), 0, 2000)).toThrow('not open');
  folder.open();
});
