import { app, protocol } from 'electron';

import { createTileStore } from '../station/tiles.ts';
import type { DesktopLog } from './desktop-log.ts';
import type { PagePlace } from './navigation-policy.ts';
import { answerPageRequest, type PageFiles } from './page-files.ts';
import { pageScheme, pageUrl } from './page-path.ts';
import type { ProgramFolders } from './program-folders.ts';

/**
 * Makes the page's scheme an origin like any other; only before Electron is ready. `corsEnabled` belongs to
 * `supportFetchAPI`: without it other origins could read what is fetched from this one.
 */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: pageScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, codeCache: true },
    },
  ]);
}

/** Where the window finds the page: in the build, or at the development server while developing. */
export function pagePlace(env: NodeJS.ProcessEnv): PagePlace {
  const developed = app.isPackaged ? undefined : env['ELECTRON_RENDERER_URL'];
  return developed === undefined ? { url: pageUrl } : { url: new URL('/', developed).href };
}

/** Answers the page's scheme from the program's own files. */
export function servePage({ rendererDir, basemapDir }: ProgramFolders, log: DesktopLog): void {
  const files: PageFiles = { rendererDir, basemapDir, tiles: createTileStore(basemapDir) };
  protocol.handle(pageScheme, async (request) => {
    try {
      return await answerPageRequest(request, files);
    } catch (error) {
      log.error('a file of the page could not be read', { error: String(error) });
      return new Response('This file cannot be read.', { status: 500 });
    }
  });
}
