import type { ParamsIn, RequestName, ResultOf } from '#shared/contract/index.ts';
import type { Role, ServerTransport } from '#shared/contract/wire.ts';

import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** Who is calling: recorded with every command. */
export interface Session {
  readonly role: Role;
  /** Name for the audit: `owner`, `token:ID`, `system`. */
  readonly actor: string;
}

export interface ExternalBroker {
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://`; may hold a user name, never a password. */
  readonly url: string;
  readonly password?: string;
}

export interface EngineOptions {
  readonly dataDir: string;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Host's IANA zone: used for local times of devices whose site has none. */
  readonly timeZone: string;
  /** External brokers; when empty the embedded broker listens on loopback. */
  readonly brokers: readonly ExternalBroker[];
  /** Group of consoles that share the messages of an external broker; absent: each gets all of them. */
  readonly share?: string;
  /** Listener of the embedded broker; 0 = any free port. */
  readonly brokerPort: number;
  /** True where the port was not asked for by name: when taken, the next free one is used. */
  readonly brokerPortMayMove: boolean;
  /** True while the simulated fleet publishes; shown on every page. */
  readonly demo: boolean;
  /** Checks results and rows against their schemas (tests and development). */
  readonly checkOutput?: boolean;
}

/** The product, headless. One constructor; hosts only carry messages to and from it. */
export interface Engine {
  /** Opens the database, starts ingest. Rejects with a DomainError in one sentence. */
  start(): Promise<void>;
  /** Stops ingest, drains the pipeline, checkpoints, closes. Safe to call twice. */
  stop(): Promise<void>;
  /** Where devices publish, e.g. `mqtt://127.0.0.1:1883`; known after start. */
  brokerUrl(): string;
  /** A sentence for the start-up line where the embedded broker had to take another port. */
  brokerNotice(): string | undefined;
  /** Tells the engine its own HTTP address, shown in Settings. */
  setHttpUrl(url: string): void;
  /** One call, validated like any from outside. Rejects with DomainError. */
  request<N extends RequestName>(
    name: N,
    params: ParamsIn<N>,
    session: Session,
    commandId?: string,
  ): Promise<ResultOf<N>>;
  /** Serves the contract over a transport until it closes. */
  connect(transport: ServerTransport, session: Session): void;
  /** The role of a bearer token made by `tokens.create`, or undefined. Constant-time per stored hash. */
  authenticate(token: string): Session | undefined;
}
