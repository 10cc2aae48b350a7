import { createPipeline, type Pipeline } from '#engine/ingest/pipeline.ts';
import type { Settlement } from '#engine/ingest/settle.ts';
import type { InboundMessage } from '#engine/ingest/source.ts';
import type { Clock } from '#engine/clock.ts';
import { silentLog } from '#engine/log.ts';
import type { Store } from '#engine/store/store.ts';
import type { Observation, Rejected } from '#shared/domain/observation.ts';

import { plainKnowledge } from './plain-knowledge.ts';

export interface TestPipeline extends Pipeline {
  readonly settlements: Settlement[];
  /** Takes a message in and commits it; returns how it was settled. */
  send(
    message: Partial<InboundMessage> & {
      readonly items?: readonly (Observation | Rejected)[];
      readonly text?: string;
    },
  ): Settlement;
}

/** The real pipeline over a real store, with the plain format. */
export function createTestPipeline(store: Store, clock: Clock): TestPipeline {
  const settlements: Settlement[] = [];
  const pipeline = createPipeline({
    store,
    clock,
    log: silentLog,
    knowledge: plainKnowledge(clock),
    inTransaction() {},
    onCommitted: (batch) => settlements.push(...batch),
  });
  return {
    ...pipeline,
    settlements,
    send({ items, text, ...rest }) {
      const payload = Buffer.from(text ?? JSON.stringify(items ?? []));
      const message: InboundMessage = {
        source: 'test',
        topic: 'plain/x',
        payload,
        qos: 1,
        retained: false,
        dup: false,
        receivedAt: clock.now(),
        ...rest,
      };
      pipeline.accept(message, () => {});
      pipeline.drain();
      return settlements.at(-1)!;
    },
  };
}
