import { expect, it } from 'vitest';

import type { DoubtPlace } from '#engine/store/doubts.ts';
import type { Store } from '#engine/store/store.ts';
import { packQuality } from '#shared/domain/quality.ts';

import { storeForEach } from '../../support/store-for-each.ts';

const time = Date.UTC(2026, 10, 23, 12);
const jump = packQuality(['teleport']);

let store: Store;
storeForEach((opened) => {
  store = opened;
});

it('lists every doubt once, page by page, also those of one instant', () => {
  store.transaction(() => {
    for (let ref = 1; ref <= 7; ref += 1) {
      const { key } = store.devices.hear('plain', `D${ref}`);
      store.doubts.set('position', ref, time, key, jump);
      store.doubts.set('reading', ref, time - (ref % 2), key, jump);
    }
  });
  const found: string[] = [];
  let after: DoubtPlace | undefined;
  for (;;) {
    const page = store.doubts.list({ after, limit: 3, openOnly: true });
    if (page.length === 0) break;
    found.push(...page.map(({ event_time, kind, ref }) => `${event_time} ${kind} ${ref}`));
    after = page.at(-1);
  }
  expect(found).toHaveLength(14);
  expect(new Set(found).size).toBe(14);
  expect(found.map((each) => Number(each.split(' ')[0]))).toEqual(
    found.map((each) => Number(each.split(' ')[0])).toSorted((a, b) => b - a),
  );
});
