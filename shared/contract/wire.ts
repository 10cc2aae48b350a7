import type { WireError } from '../result.ts';

/** Must match exactly: an engine and its page are always served together. */
export const protocolVersion = 1;

/** Page → engine. Plain JSON values only, so every transport carries the same thing. */
export type ClientMessage =
  | {
      readonly type: 'request';
      readonly id: number;
      readonly name: string;
      readonly params: unknown;
      readonly commandId?: string;
    }
  | { readonly type: 'cancel'; readonly id: number }
  | {
      readonly type: 'subscribe';
      readonly id: number;
      readonly name: string;
      readonly params: unknown;
      readonly from?: string;
    }
  | { readonly type: 'unsubscribe'; readonly id: number }
  | { readonly type: 'ack'; readonly id: number; readonly seq: number };

/** Engine → page. `seq` rises by one per frame of a subscription; a gap means: subscribe again. */
export type ServerMessage =
  | { readonly type: 'hello'; readonly protocol: number; readonly build: string; readonly role: Role }
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: WireError }
  | SnapshotMessage
  | {
      readonly type: 'delta';
      readonly id: number;
      readonly seq: number;
      readonly upsert: readonly unknown[];
      readonly remove: readonly string[];
    }
  | {
      readonly type: 'append';
      readonly id: number;
      readonly seq: number;
      readonly rows: readonly unknown[];
      readonly cursor: string;
      readonly skipped?: number;
    }
  | { readonly type: 'end'; readonly id: number; readonly error?: WireError };

/**
 * The start of a subscription, and of everything after it that could not be told as changes. Keyed ones name the
 * field their rows are keyed by and may come in parts (`more` on all but the last); logs name the cursor after
 * their last row.
 */
export interface SnapshotMessage {
  readonly type: 'snapshot';
  readonly id: number;
  readonly seq: number;
  readonly rows: readonly unknown[];
  readonly key?: string;
  readonly more?: true;
  readonly cursor?: string;
}

/** Who is at the other end: the owner's own page, or a token's role. */
export type Role = 'owner' | 'operator' | 'viewer';

/** Four methods, so that a MessagePort and a WebSocket look the same. Messages arrive in order or not at all. */
export interface Transport<In, Out> {
  post(message: Out): void;
  onMessage(listener: (message: In) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

export type ClientTransport = Transport<ServerMessage, ClientMessage>;
export type ServerTransport = Transport<ClientMessage, ServerMessage>;
