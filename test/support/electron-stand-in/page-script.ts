/** What the page's script and main say to each other, as JSON. */
export type FromPage =
  | { readonly kind: 'send'; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly kind: 'invoke'; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly kind: 'port-data'; readonly port: number; readonly data: unknown }
  /** A new document begins: the ports of the one before are gone. */
  | { readonly kind: 'begin' }
  | { readonly kind: 'open'; readonly url: string };

export type ToPage =
  | {
      readonly kind: 'event';
      readonly channel: string;
      readonly args: readonly unknown[];
      readonly ports: readonly number[];
    }
  | { readonly kind: 'port-data'; readonly port: number; readonly data: unknown };

/** The binding the page's script takes for itself before the page runs. */
export const bindingName = '__standInCall';
export const dispatchName = '__standInDispatch';

/**
 * Runs in every new document, before its own scripts: Electron's `contextBridge` and `ipcRenderer` for the preload,
 * and the preload itself. Serialised, so it sees nothing of this module. Electron also tells a port when its other end
 * is closed; a browser does not, and neither does this.
 */
export function pageScript(
  names: { binding: string; dispatch: string },
  preload: (require: (name: string) => unknown) => void,
): void {
  const scope = globalThis as unknown as Record<string, unknown>;
  const call = scope[names.binding] as ((text: string) => Promise<string>) | undefined;
  Reflect.deleteProperty(scope, names.binding);
  // A blank document has no preload, and a frame inside the page has none either.
  if (call === undefined || globalThis.location.protocol === 'about:' || globalThis.top !== globalThis.window)
    return;
  const listeners = new Map<string, ((event: unknown, ...args: unknown[]) => void)[]>();
  const ports = new Map<number, MessagePort>();
  const post = (message: FromPage): Promise<string> => call(JSON.stringify(message));
  const openPort = (id: number): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener(
      'message',
      ({ data }) => void post({ kind: 'port-data', port: id, data: data as unknown }),
    );
    port1.start();
    ports.set(id, port1);
    return port2;
  };
  scope[names.dispatch] = (text: string): void => {
    const message = JSON.parse(text) as ToPage;
    if (message.kind === 'port-data') ports.get(message.port)?.postMessage(message.data);
    else {
      const given = message.ports.map(openPort);
      for (const listener of listeners.get(message.channel) ?? [])
        listener({ ports: given }, ...message.args);
    }
  };
  const electron = {
    contextBridge: {
      exposeInMainWorld(name: string, api: unknown): void {
        if (name in globalThis) throw new Error(`Cannot bind an API on top of an existing property: ${name}`);
        Object.defineProperty(globalThis, name, { value: frozen(api) });
      },
    },
    ipcRenderer: {
      send: (channel: string, ...args: unknown[]): void =>
        void post({ kind: 'send', channel, args: structuredClone(args) }),
      async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
        const answer = JSON.parse(await post({ kind: 'invoke', channel, args: structuredClone(args) })) as
          | { result?: unknown }
          | { error: string };
        if ('error' in answer) throw new Error(`Error invoking remote method '${channel}': ${answer.error}`);
        return answer.result;
      },
      on(channel: string, listener: (event: unknown, ...args: unknown[]) => void): void {
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      },
    },
  };
  /** Only functions and plain values cross the bridge, and they cannot be changed from the page. */
  function frozen(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    return Object.freeze(
      Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, frozen(inner)])),
    );
  }
  globalThis.open = (url?: string | URL): null => {
    void post({ kind: 'open', url: new URL(url ?? '', globalThis.location.href).href });
    return null;
  };
  globalThis.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest('a[target="_blank"]');
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented) return;
    event.preventDefault();
    void post({ kind: 'open', url: link.href });
  });
  void post({ kind: 'begin' });
  preload((name) => {
    // A sandboxed preload can require nothing else.
    if (name === 'electron') return electron;
    throw new Error(`module not found: ${name}`);
  });
}
