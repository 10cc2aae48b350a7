import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

import { errorAnswer } from './answers.ts';
import { sendJson } from './api.ts';
import { createTileStore } from './tiles.ts';

export interface PageFolders {
  /** The built page: `index.html` and its assets. */
  readonly rendererDir: string;
  /** Map archives and what goes with them. */
  readonly basemapDir: string;
}

const forever = 'private, max-age=31536000, immutable';
const oneHour = 'private, max-age=3600';

/** The built page, its map tiles and map files; all of it behind the sign-in. */
export async function addPages(
  app: FastifyInstance,
  { rendererDir, basemapDir }: PageFolders,
): Promise<void> {
  await app.register(fastifyStatic, { root: rendererDir, serve: false });
  const hide = { schema: { hide: true } };

  app.get('/', hide, (_request, reply) => {
    if (!existsSync(join(rendererDir, 'index.html'))) {
      const { status, body } = errorAnswer(
        503,
        'The page has not been built: stop Waymark and start it without --no-build.',
      );
      return sendJson(reply.code(status), body);
    }
    return sendFile(reply, 'index.html', rendererDir, 'no-cache');
  });
  // Vite puts a hash of the content into the names of these.
  app.get<{ Params: { '*': string } }>('/assets/*', hide, ({ params }, reply) =>
    sendFile(reply, `assets/${params['*']}`, rendererDir, forever),
  );
  app.get<{ Params: { '*': string } }>('/basemap/*', hide, ({ params }, reply) =>
    sendFile(reply, params['*'], basemapDir, oneHour),
  );
  app.get<{ Params: { '*': string } }>('/*', hide, ({ params }, reply) =>
    sendFile(reply, params['*'], rendererDir, 'no-cache'),
  );
  app.get('/engine', hide, (_request, reply) => {
    const { status, body } = errorAnswer(426, 'This is where the page connects by WebSocket.');
    return sendJson(reply.code(status).header('upgrade', 'websocket'), body);
  });
  addTiles(app, basemapDir);
}

function sendFile(reply: FastifyReply, path: string, root: string, cacheControl: string): FastifyReply {
  return reply
    .header('cache-control', cacheControl)
    .sendFile(path, root, { cacheControl: false, dotfiles: 'deny', index: false });
}

const TilePlace = z.strictObject({
  archive: z.string(),
  z: z.coerce.number().int().min(0).max(30),
  x: z.coerce.number().int().min(0),
  y: z.coerce.number().int().min(0),
});

function addTiles(app: FastifyInstance, basemapDir: string): void {
  const store = createTileStore(basemapDir);
  app.addHook('onClose', () => store.close());
  app.get<{ Params: z.output<typeof TilePlace> }>(
    '/tiles/:archive/:z/:x/:y.mvt',
    { schema: { hide: true, params: TilePlace } },
    async ({ params: { archive, z: zoom, x, y } }, reply) => {
      const bytes = await store.tile(archive, zoom, x, y);
      if (bytes === null) return reply.callNotFound();
      void reply.header('cache-control', oneHour);
      if (bytes === undefined) return reply.code(204).send();
      return reply.header('content-type', 'application/vnd.mapbox-vector-tile').send(Buffer.from(bytes));
    },
  );
}
