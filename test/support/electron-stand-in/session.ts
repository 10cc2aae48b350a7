import { EventEmitter } from 'node:events';

import { app } from './app.ts';
import { happened } from './world.ts';

type Answerer = (request: Request) => Promise<Response> | Response;
type BeforeRequest = (
  details: { readonly url: string },
  answer: (response: { cancel?: boolean }) => void,
) => void;
type PermissionRequest = (contents: unknown, permission: string, answer: (granted: boolean) => void) => void;
type PermissionCheck = (contents: unknown, permission: string) => boolean;
type Capture = (request: unknown, answer: (streams: unknown) => void) => void;

interface Scheme {
  readonly scheme: string;
  readonly privileges: Readonly<Record<string, boolean>>;
}

const answerers = new Map<string, Answerer>();
export const schemes: Scheme[] = [];

export const protocol = {
  registerSchemesAsPrivileged(list: readonly Scheme[]): void {
    if (app.isReady())
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    schemes.push(...list);
  },
  handle(scheme: string, answerer: Answerer): void {
    if (answerers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    answerers.set(scheme, answerer);
  },
};

/** Asks the program's own handler; undefined where there is none for the scheme. */
export async function askScheme(url: string, method: string): Promise<Response | undefined> {
  const answerer = answerers.get(url.split(':')[0] ?? '');
  return answerer === undefined ? undefined : await answerer(new Request(url, { method }));
}

/** `session.defaultSession`; what the program leaves open is approved, as Electron does. */
export class StandInSession extends EventEmitter {
  onRequest: PermissionRequest = (_contents, _permission, answer) => answer(true);
  onCheck: PermissionCheck = () => true;
  onDevice: (details: unknown) => boolean = () => true;
  onCapture: Capture = (_request, answer) => answer({ video: 'the screen' });
  #beforeRequest: BeforeRequest = (_details, answer) => answer({});
  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest): void => {
      this.#beforeRequest = listener;
    },
  };

  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.onRequest = handler;
  }

  setPermissionCheckHandler(handler: PermissionCheck): void {
    this.onCheck = handler;
  }

  setDevicePermissionHandler(handler: (details: unknown) => boolean): void {
    this.onDevice = handler;
  }

  setDisplayMediaRequestHandler(handler: Capture): void {
    this.onCapture = handler;
  }

  /** What a request of the page is answered; undefined where it is cancelled or leads outside. */
  async answer(
    url: string,
    method: string,
  ): Promise<{ status: number; headers: Record<string, string>; body: Buffer } | undefined> {
    const cancelled = await new Promise<boolean>((resolve) => {
      this.#beforeRequest({ url }, ({ cancel = false }) => resolve(cancel));
    });
    const response = cancelled ? undefined : await askScheme(url, method);
    if (response === undefined) {
      happened({ type: 'request', url, cancelled });
      return undefined;
    }
    happened({ type: 'served', url, status: response.status });
    const body = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  }
}

export const defaultSession = new StandInSession();
export const session = { defaultSession };
