import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { Engine, Session } from '#engine/api.ts';
import { requests, type RequestName, type ResultOf } from '#shared/contract/index.ts';
import { parseDeviceTime, toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import type { Route } from './route.ts';
import { apiPrefix, routes } from './routes.ts';

type Fields = Readonly<Record<string, unknown>>;

const ErrorBody = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
});

/** Query parameters that are instants: any ISO-8601 form is taken, the contract knows one. */
const instants: readonly string[] = ['from', 'to', 'at', 'knownAt'];

/** Adds a route for each row of the table, with its schemas for validation and for the OpenAPI description. */
export function addApi(
  app: FastifyInstance,
  engine: Engine,
  sessionOf: (request: FastifyRequest) => Session,
): void {
  for (const route of routes) {
    app.route({
      method: route.method,
      url: `${apiPrefix}${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      config: { command: requests[route.request].kind === 'command', csv: route.csvAs !== undefined },
      schema: schemasOf(route),
      preValidation: async (request) => {
        if (route.method === 'GET') request.query = withPlainInstants(fieldsOf(request.query));
      },
      handler: async (request, reply) => {
        const asked = requestOf(route, request);
        const params = paramsOf(route, request) as never;
        // The engine checks the parameters of every request again; the table says which request they are for.
        const answer = await engine.request(asked, params, sessionOf(request), commandIdOf(request));
        if (route.asFile === true) return sendFile(reply, answer as ResultOf<'alerts.reportFile'>);
        return sendJson(reply.code(route.statusOf?.(answer) ?? 200), answer);
      },
    });
  }
}

function requestOf(route: Route, request: FastifyRequest): RequestName {
  const { ifQuery } = route;
  return ifQuery !== undefined && ifQuery.has in fieldsOf(request.query) ? ifQuery.request : route.request;
}

/** Sends a value as JSON without looking at it again: the engine answers for its shape. */
export function sendJson(reply: FastifyReply, value: unknown): FastifyReply {
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(value));
}

function sendFile(
  reply: FastifyReply,
  { fileName, mediaType, base64 }: ResultOf<'alerts.reportFile'>,
): FastifyReply {
  return reply
    .header('content-type', mediaType)
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(Buffer.from(base64, 'base64'));
}

function schemasOf(route: Route): Record<string, unknown> {
  const shape = { ...shapeOf(route.ifQuery?.request), ...shapeOf(route.request) };
  const inPath = pathNames(route);
  const given = new Set([...inPath, ...Object.keys(route.with ?? {})]);
  const elsewhere = Object.fromEntries(Object.entries(shape).filter(([name]) => !given.has(name)));
  const schemas: Record<string, unknown> = {
    summary: route.summary,
    operationId: operationIdOf(route),
    tags: [route.request.split('.')[0] ?? route.request],
    response: {
      200: route.asFile === true ? z.string() : requests[route.request].result,
      '4xx': ErrorBody,
      '5xx': ErrorBody,
    },
  };
  if (inPath.length > 0) schemas['params'] = z.strictObject(pick(shape, inPath));
  schemas['querystring'] = z.strictObject(queryShape(route, elsewhere));
  const body = bodyOf(route, shape, elsewhere);
  if (body !== undefined) schemas['body'] = body;
  return schemas;
}

/** One request may answer several paths; each is named apart. */
function operationIdOf(route: Route): string {
  if (route.request === 'observations.list' && pathNames(route).length > 0) return 'observations.ofDevice';
  return [route.request, ...Object.values(route.with ?? {})].join('.');
}

/** Where two requests answer one path, each keeps its own defaults: none are filled in here. */
function queryShape(route: Route, elsewhere: z.ZodRawShape): z.ZodRawShape {
  if (route.csvAs !== undefined) {
    const { [route.csvAs]: _file, ...others } = elsewhere;
    return 'mapping' in others ? { ...others, mapping: z.string().optional() } : others;
  }
  if (route.method !== 'GET') return {};
  if (route.ifQuery === undefined) return elsewhere;
  return Object.fromEntries(Object.keys(elsewhere).map((name) => [name, z.string().optional()]));
}

function bodyOf(route: Route, shape: z.ZodRawShape, elsewhere: z.ZodRawShape): z.ZodType | undefined {
  if (route.method === 'GET' || route.method === 'DELETE') return undefined;
  if (route.csvAs !== undefined) return z.string();
  if (route.bodyAs !== undefined) {
    const body = fieldOf(shape, route.bodyAs);
    return route.orOne === true ? z.union([body, z.looseObject({})]) : body;
  }
  const repeatable = Object.fromEntries(pathNames(route).map((name) => [name, z.string().optional()]));
  const body = z.strictObject({ ...elsewhere, ...repeatable });
  // A call whose parameters all stand in the path needs no body at all.
  return Object.keys(elsewhere).length === 0 ? body.nullish() : body;
}

/** The contract's parameters for a call, put together as `Route` says; checked again by the engine. */
function paramsOf(route: Route, request: FastifyRequest): Fields {
  const path = fieldsOf(request.params);
  if (route.csvAs !== undefined)
    return { ...fieldsOf(request.query), [route.csvAs]: request.body, ...mappingOf(request) };
  if (route.bodyAs !== undefined) {
    const { body } = request;
    return { ...path, [route.bodyAs]: route.orOne === true && !Array.isArray(body) ? [body] : body };
  }
  const rest = { ...fieldsOf(request.query), ...fieldsOf(request.body) };
  for (const [name, value] of Object.entries(path)) {
    if (rest[name] !== undefined && rest[name] !== value) {
      throw new DomainError('invalid-request', `${name} in the body is not the one in the path.`);
    }
  }
  return { ...rest, ...path, ...route.with };
}

/** `?mapping={"Their header":"orderNumber"}` */
function mappingOf(request: FastifyRequest): Fields {
  const { mapping } = fieldsOf(request.query);
  if (typeof mapping !== 'string') return {};
  try {
    return { mapping: JSON.parse(mapping) as unknown };
  } catch {
    throw new DomainError('invalid-request', 'mapping is a JSON object from the file’s headers to ours.');
  }
}

function shapeOf(name: RequestName | undefined): z.ZodRawShape {
  if (name === undefined) return {};
  const params: z.ZodType = requests[name].params;
  if (!(params instanceof z.ZodObject)) throw new TypeError(`${name} takes no fields`);
  return params.shape;
}

/** The path always gives its parameters, so what is optional elsewhere is not there. */
function pick(shape: z.ZodRawShape, names: readonly string[]): z.ZodRawShape {
  return Object.fromEntries(
    names.map((name) => {
      const schema = fieldOf(shape, name);
      return [name, schema instanceof z.ZodOptional ? schema.unwrap() : schema];
    }),
  );
}

function fieldOf(shape: z.ZodRawShape, name: string): z.ZodType {
  const schema = shape[name];
  if (!(schema instanceof z.ZodType)) throw new TypeError(`${name} is not a parameter`);
  return schema;
}

function pathNames(route: Route): readonly string[] {
  return [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function withPlainInstants(query: Fields): Fields {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      instants.includes(name) && typeof value === 'string' ? plainInstant(value) : value,
    ]),
  );
}

function plainInstant(text: string): string {
  // A plus sign that was not percent-encoded arrives as a space.
  const parsed = parseDeviceTime(text.replace(/ (?=\d{2}(?::?\d{2})?$)/, '+'), 'UTC');
  return parsed.ok && !parsed.zoneAssumed ? toIso(parsed.time) : text;
}

/** A caller that repeats a command under the same key does not carry it out twice. */
function commandIdOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw new DomainError(
      'invalid-request',
      'Idempotency-Key is 1 to 128 printable characters without spaces.',
    );
  }
  return key;
}
