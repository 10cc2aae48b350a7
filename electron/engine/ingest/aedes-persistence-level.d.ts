/** The package has no types; these are the parts used here. */
declare module 'aedes-persistence-level' {
  import type { Readable } from 'node:stream';

  export interface LevelPersistence {
    storeRetained(packet: object): Promise<void>;
    subscriptionsByTopic(topic: string): Promise<readonly object[]>;
    outgoingEnqueueCombi(subscriptions: readonly object[], packet: object): Promise<unknown>;
    createRetainedStreamCombi(patterns: readonly string[]): Readable;
    cleanSubscriptions(client: { readonly id: string }): Promise<void>;
  }

  export default function createPersistence(db: object): LevelPersistence;
}
