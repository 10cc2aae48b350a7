import { useEffect, useSyncExternalStore } from 'react';

import { useEngine } from '#renderer/data/engine-context.ts';
import { usePresence } from '#renderer/data/use-presence.ts';
import type { EngineClient } from '#shared/contract/client.ts';

import { type QueueState, ScanQueue } from './scan-queue.ts';

/** One queue for each connection of the page, whatever screen is open. */
const queues = new WeakMap<EngineClient, ScanQueue>();

function queueOf(client: EngineClient): ScanQueue {
  const known = queues.get(client);
  if (known !== undefined) return known;
  const queue = new ScanQueue(client);
  queues.set(client, queue);
  return queue;
}

export interface ScanQueueView extends QueueState {
  readonly add: ScanQueue['add'];
}

/** The scans of this station; what waits is sent as soon as the engine is there. */
export function useScanQueue(): ScanQueueView {
  const { client } = useEngine();
  const queue = queueOf(client);
  const { link } = usePresence();
  const state = useSyncExternalStore(queue.subscribe, queue.current);
  useEffect(() => {
    if (link === 'live') queue.wake();
  }, [link, queue]);
  return { ...state, add: (scan) => queue.add(scan) };
}
