/** Channels between the desktop shell's main process and its preload; the preload alone knows them in the page. */
export const desktopChannels = {
  requestPort: 'waymark:request-port',
  grantPort: 'waymark:grant-port',
  refusePort: 'waymark:refuse-port',
  losePort: 'waymark:lose-port',
  goTo: 'waymark:go-to',
  listPasswords: 'waymark:broker-passwords',
  setPassword: 'waymark:set-broker-password',
  forgetPassword: 'waymark:forget-broker-password',
} as const;

/** Main → engine process, once, before anything else. */
export interface EngineOrder {
  readonly type: 'start';
  readonly version: string;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly brokers: readonly { readonly url: string; readonly password?: string }[];
  /** Group of consoles that share the messages of an external broker. */
  readonly share?: string;
  readonly brokerPort: number;
  readonly brokerPortMayMove: boolean;
  readonly demo: boolean;
  readonly rendererDir: string;
  readonly basemapDir: string;
}

/** Main → engine process. `connect` comes with a page's port. */
export type EngineCommand = EngineOrder | { readonly type: 'connect' } | { readonly type: 'stop' };

/** Engine process → main. */
export type EngineReport =
  | EngineReady
  /** It cannot start, and ends: 2 = wrong usage, 3 = the data folder is held by another, 1 = everything else. */
  | { readonly type: 'failed'; readonly exitCode: number; readonly sentence: string }
  /** A line for the terminal. */
  | { readonly type: 'said'; readonly line: string }
  /** What the engine complains of, one sentence each; said again at every change. */
  | { readonly type: 'problems'; readonly problems: readonly string[] }
  /** Alerts that were raised just now and need somebody. */
  | { readonly type: 'alerts'; readonly raised: readonly RaisedAlert[] };

export interface RaisedAlert {
  readonly alertId: string;
  readonly message: string;
}

export interface EngineReady {
  readonly type: 'ready';
  /** Its HTTP API. */
  readonly url: string;
  /** Where devices publish. */
  readonly brokerUrl: string;
}
