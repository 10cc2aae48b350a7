/** Something that fell silent: what stopped it happened after it was last heard and before that was too long ago. */
export interface Quiet {
  readonly alertId: string;
  readonly deviceId: string;
  readonly siteId: string | undefined;
  /** The gateway that carried the last that was heard of it. */
  readonly gateway: string | undefined;
  /** Epoch ms. */
  readonly lastHeard: number;
  /** When what was last heard came in. */
  readonly lastKnown: number;
  readonly silentFrom: number;
}

/** Things that fell silent for one reason. */
export interface CommonSilence {
  /** The site all of them are at; undefined where they are at several, or at none that is known. */
  readonly siteId: string | undefined;
  /** The gateway that carried all of them, and nothing since. */
  readonly gateway?: string;
  /** When it happened, as near as can be told. */
  readonly at: number;
  readonly things: readonly Quiet[];
}

/** This many devices of one site, or of several sites, do not fall silent at one time by chance. */
export const fewestOfSite = 5;
export const fewestAnywhere = 20;
/** And of one gateway that carried nothing else since. */
export const fewestOfGateway = 3;
/** Clocks of devices that agree to this are right. */
const clocksAgreeMs = 300_000;

/** What a silence is told with where its gateway is known. */
export const gatewayEvidence = 'gateway';
/** More of them than this at one site, and the reason is there. */
const mostAtOneSite = 0.8;

/**
 * Which silences have one cause. Each leaves a span in which it must have begun; where the spans of many devices have
 * an instant in common, that instant explains them all. At most one cause for each gateway and each site, and one for
 * all sites. `carriedAt`: when a gateway last carried anything. Pure.
 */
export function commonSilences(
  all: readonly Quiet[],
  carriedAt: ReadonlyMap<string, number> = new Map(),
): CommonSilence[] {
  const gateways = [...Map.groupBy(all, ({ gateway }) => gateway)].flatMap(([gateway, of]) =>
    gateway === undefined ? [] : ofGateway(gateway, of, carriedAt.get(gateway) ?? -Infinity),
  );
  const things = without(
    all,
    gateways.flatMap((cause) => [...cause.things]),
  );
  return [...gateways, ...ofPlaces(things)];
}

/** One that has carried something since is not down. */
function ofGateway(gateway: string, things: readonly Quiet[], carriedAt: number): CommonSilence[] {
  const most = mostAtOnce(things);
  if (devicesOf(most.things) < fewestOfGateway || carriedAt > most.at + clocksAgreeMs) return [];
  const sites = new Set(most.things.map(({ siteId }) => siteId));
  return [{ gateway, siteId: sites.size === 1 ? [...sites][0] : undefined, ...most }];
}

function ofPlaces(things: readonly Quiet[]): CommonSilence[] {
  const anywhere: CommonSilence[] = [];
  let left = [...things];
  for (let most = mostAtOnce(left); devicesOf(most.things) >= fewestAnywhere; most = mostAtOnce(left)) {
    const bySite = Map.groupBy(most.things, ({ siteId }) => siteId);
    bySite.delete(undefined);
    const largest = Math.max(0, ...[...bySite.values()].map(devicesOf));
    // What is at one site is that site's below.
    if (largest < mostAtOneSite * devicesOf(most.things)) anywhere.push({ siteId: undefined, ...most });
    left = without(left, most.things);
  }
  const rest = without(
    things,
    anywhere.flatMap((cause) => [...cause.things]),
  );
  return [...together(anywhere), ...[...Map.groupBy(rest, ({ siteId }) => siteId)].flatMap(ofSite)];
}

function ofSite([siteId, things]: readonly [string | undefined, readonly Quiet[]]): CommonSilence[] {
  if (siteId === undefined) return [];
  const found: CommonSilence[] = [];
  let left = things;
  for (let most = mostAtOnce(left); devicesOf(most.things) >= fewestOfSite; most = mostAtOnce(left)) {
    found.push({ siteId, ...most });
    left = without(left, most.things);
  }
  return together(found);
}

/** The instant that explains the most, and what it explains. */
function mostAtOnce(things: readonly Quiet[]): Pick<CommonSilence, 'at' | 'things'> {
  const steps = things
    .flatMap(({ lastHeard, silentFrom }) => [
      { time: lastHeard, by: 1 },
      { time: silentFrom, by: -1 },
    ])
    // Where one ends as another begins, both hold.
    .sort((a, b) => a.time - b.time || b.by - a.by);
  let [open, best, at] = [0, 0, 0];
  for (const { time, by } of steps) {
    open += by;
    if (open > best) [best, at] = [open, time];
  }
  return { at, things: things.filter(({ lastHeard, silentFrom }) => lastHeard <= at && at <= silentFrom) };
}

function together(causes: readonly CommonSilence[]): CommonSilence[] {
  const [first] = causes;
  if (first === undefined) return [];
  const at = Math.min(...causes.map((cause) => cause.at));
  return [{ siteId: first.siteId, at, things: causes.flatMap((cause) => [...cause.things]) }];
}

function devicesOf(things: readonly Quiet[]): number {
  return new Set(things.map(({ deviceId }) => deviceId)).size;
}

function without(things: readonly Quiet[], gone: readonly Quiet[]): Quiet[] {
  const ids = new Set(gone.map(({ alertId }) => alertId));
  return things.filter(({ alertId }) => !ids.has(alertId));
}
