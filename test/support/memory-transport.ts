import type {
  ClientMessage,
  ClientTransport,
  ServerMessage,
  ServerTransport,
} from '#shared/contract/wire.ts';

/** A connection whose messages move only when told to, so that a test decides how both sides interleave. */
export interface SteppedConnection {
  readonly client: ClientTransport;
  readonly server: ServerTransport;
  /** Moves one message to the client; false when none is waiting. */
  stepToClient(): boolean;
  /** Moves one message to the engine; false when none is waiting. */
  stepToServer(): boolean;
  /** Loses everything under way and tells both sides. */
  cut(): void;
}

class Lane<Message> {
  readonly #waiting: string[] = [];
  #listener: ((message: Message) => void) | undefined;
  isCut = false;

  readonly post = (message: Message): void => {
    if (!this.isCut) this.#waiting.push(JSON.stringify(message));
  };

  readonly listen = (listener: (message: Message) => void): void => {
    this.#listener = listener;
  };

  step(): boolean {
    if (this.#listener === undefined) return false;
    const text = this.#waiting.shift();
    // What went in as this type comes out as it.
    if (text !== undefined) this.#listener(JSON.parse(text) as Message);
    return text !== undefined;
  }

  cut(): void {
    this.isCut = true;
    this.#waiting.length = 0;
  }
}

export function createSteppedConnection(): SteppedConnection {
  const toClient = new Lane<ServerMessage>();
  const toServer = new Lane<ClientMessage>();
  const closeListeners: (() => void)[] = [];
  const cut = (): void => {
    if (toClient.isCut) return;
    toClient.cut();
    toServer.cut();
    for (const listener of closeListeners) listener();
  };
  const onClose = (listener: () => void): void => {
    if (toClient.isCut) listener();
    else closeListeners.push(listener);
  };
  return {
    client: { post: toServer.post, onMessage: toClient.listen, onClose, close: cut },
    server: { post: toClient.post, onMessage: toServer.listen, onClose, close: cut },
    stepToClient: () => toClient.step(),
    stepToServer: () => toServer.step(),
    cut,
  };
}
