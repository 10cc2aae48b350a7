/** What the desktop shell's preload puts on the page's `window` as `waymark`. */
export interface PageBridge {
  /**
   * Asks for a fresh port to the engine. The answer is a `message` event on the page's own window: `portMessage`
   * as its data and the port as its first port, or a `PortRefusal`. It may be asked for again after a loss.
   */
  readonly requestPort: () => void;
  /** Passwords of external brokers; every call resolves with how things are afterwards. */
  readonly brokerPasswords: BrokerPasswordBridge;
}

export interface BrokerPasswordBridge {
  readonly list: () => Promise<BrokerPasswords>;
  /** Uses a password from now on, and keeps it where this computer can keep one; the engine reconnects with it. */
  readonly set: (url: string, password: string) => Promise<BrokerPasswords>;
  /** Forgets a kept password; the engine goes on without it. */
  readonly forget: (url: string) => Promise<BrokerPasswords>;
}

/** What is known of the passwords of external brokers; never the passwords. */
export interface BrokerPasswords {
  /** False where this computer has no key store: a password then lasts until the program ends. */
  readonly canKeep: boolean;
  readonly brokers: readonly BrokerPassword[];
}

export interface BrokerPassword {
  readonly url: string;
  /** `given` at the start, `kept` in the computer's key store, only for this `session`, or `none`. */
  readonly source: 'given' | 'kept' | 'session' | 'none';
}

export const portMessage = 'waymark:port';

/** The data of a `message` event that says: the engine at the other end of the port is gone. */
export const portLoss = 'waymark:port-lost';

/** The answer to `requestPort` while there is no engine to connect to. */
export interface PortRefusal {
  readonly type: typeof portRefusal;
  /** Why, in one sentence. */
  readonly problem: string;
}

export const portRefusal = 'waymark:no-port';
