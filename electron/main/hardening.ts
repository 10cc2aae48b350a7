import { type App, type Session, shell, type WebContents } from 'electron';

import type { DesktopLog } from './desktop-log.ts';
import { isOwnPage, isOwnRequest, mayOpenOutside, type PagePlace } from './navigation-policy.ts';

export interface HardeningOptions {
  readonly place: PagePlace;
  readonly log: DesktopLog;
}

/** Nothing the page shows needs more; copying is the click of a button. */
const granted: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** Denies every permission but copying to the clipboard, every device, and every request to elsewhere. */
export function hardenSession(session: Session, { place, log }: HardeningOptions): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    const isGranted = granted.has(permission) && isOwnPage(contents.getURL(), place);
    if (!isGranted) log.warn('a permission was denied', { permission });
    answer(isGranted);
  });
  session.setPermissionCheckHandler(
    (contents, permission) =>
      granted.has(permission) && contents !== null && isOwnPage(contents.getURL(), place),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const isOwn = isOwnRequest(url, place);
    if (!isOwn) log.warn('a request to elsewhere was refused', { origin: URL.parse(url)?.origin });
    answer({ cancel: !isOwn });
  });
  session.on('will-download', (event, item) => {
    // What the page made itself, such as an export; the system asks where to save it.
    if (item.getURL().startsWith('blob:')) return;
    log.warn('a download was refused');
    event.preventDefault();
  });
}

/** Holds every page, whoever opens it, to the one document: no navigation away, no new window, no embedded page. */
export function hardenContents(app: App, options: HardeningOptions): void {
  app.on('web-contents-created', (_event, contents) => hardenPage(contents, options));
}

function hardenPage(contents: WebContents, { place, log }: HardeningOptions): void {
  const keep = (event: { readonly url: string; preventDefault(): void }): void => {
    if (isOwnPage(event.url, place)) return;
    log.warn('a navigation was refused', { origin: URL.parse(event.url)?.origin });
    event.preventDefault();
  };
  contents.on('will-navigate', keep);
  contents.on('will-redirect', keep);
  contents.on('will-frame-navigate', (event) => {
    // The page has no frames; its own document is judged above.
    if (!event.isMainFrame) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url);
    else log.warn('a new window was refused', { origin: URL.parse(url)?.origin });
    return { action: 'deny' };
  });
}
