import type { ParamsIn } from '#shared/contract/index.ts';
import type { SiteRow } from '#shared/contract/types.ts';
import { isOnEarth, type LatLon } from '#shared/domain/geo.ts';

import { centreOf } from '#renderer/map/site-shapes.ts';
import { siteSettingsText } from '#renderer/text/settings-places.ts';

import { readNumber } from './profile-draft.ts';

const { form: text } = siteSettingsText;

/** A site as it stands in the form and on its map. */
export interface SiteDraft {
  readonly siteId: string;
  readonly name: string;
  readonly kind: SiteRow['kind'];
  readonly shape: 'circle' | 'polygon';
  readonly lat: string;
  readonly lon: string;
  readonly radiusM: string;
  /** Corners of the polygon, the first not repeated at the end. */
  readonly corners: readonly LatLon[];
  readonly timeZone: string;
  readonly gln: string;
}

const newRadiusM = 150;

/** The form as a site is now; a new one begins without a place. */
export function siteDraftOf(site: SiteRow | undefined): SiteDraft {
  if (site === undefined) {
    return {
      siteId: '',
      name: '',
      kind: 'warehouse',
      shape: 'circle',
      lat: '',
      lon: '',
      radiusM: String(newRadiusM),
      corners: [],
      timeZone: '',
      gln: '',
    };
  }
  const ring = site.area?.coordinates[0] ?? [];
  return {
    siteId: site.siteId,
    name: site.name,
    kind: site.kind,
    shape: site.area === undefined ? 'circle' : 'polygon',
    lat: coordinateText(site.lat),
    lon: coordinateText(site.lon),
    radiusM: String(site.radiusM ?? newRadiusM),
    corners: ring.slice(0, -1).map(([lon, lat]) => ({ lat, lon })),
    timeZone: site.timeZone ?? '',
    gln: site.gln ?? '',
  };
}

/** As precise as anybody can draw: a centimetre. Never with an exponent, which nobody would read. */
export function coordinateText(degrees: number): string {
  const text = degrees.toFixed(7).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}

/** The place typed in the form; undefined where it is none. */
export function placeOf({ lat, lon }: Pick<SiteDraft, 'lat' | 'lon'>): LatLon | undefined {
  const [latDeg, lonDeg] = [readNumber(lat), readNumber(lon)];
  if (latDeg === undefined || lonDeg === undefined || !isOnEarth(latDeg, lonDeg)) return undefined;
  return { lat: latDeg, lon: lonDeg };
}

/** The radius typed in the form; undefined where it is none. */
export function radiusOf({ radiusM }: Pick<SiteDraft, 'radiusM'>): number | undefined {
  const radius = readNumber(radiusM);
  return radius !== undefined && radius >= 1 && radius <= 100_000 ? radius : undefined;
}

/** Corners as text, one a line. */
export function cornersText(corners: readonly LatLon[]): string {
  return corners.map(({ lat, lon }) => `${coordinateText(lat)}, ${coordinateText(lon)}`).join('\n');
}

/** Reads such a text; undefined when a line is no place. */
export function readCorners(typed: string): readonly LatLon[] | undefined {
  const lines = typed.split('\n').filter((line) => line.trim() !== '');
  const corners = lines.map((line) => {
    const [lat = '', lon = '', ...more] = line.trim().split(/\s*[,;\s]\s*/);
    return more.length > 0 ? undefined : placeOf({ lat, lon });
  });
  return corners.every((corner) => corner !== undefined) ? corners : undefined;
}

export type SiteProblems = Partial<
  Record<'siteId' | 'name' | 'place' | 'radiusM' | 'corners' | 'timeZone' | 'gln', string>
>;

const leastCorners = 3;

/** What is wrong with the form, by field; ids that others have are taken for a new one. */
export function siteProblems(draft: SiteDraft, taken: ReadonlySet<string>): SiteProblems {
  const problems: SiteProblems = {};
  const id = draft.siteId.trim();
  if (id === '') problems.siteId = text.idMissing;
  else if (taken.has(id)) problems.siteId = text.idTaken;
  if (draft.name.trim() === '') problems.name = text.nameMissing;
  if (draft.shape === 'circle') {
    if (placeOf(draft) === undefined) problems.place = text.placeWrong;
    if (radiusOf(draft) === undefined) problems.radiusM = text.radiusWrong;
  } else if (draft.corners.length < leastCorners) problems.corners = text.cornersWrong;
  if (draft.timeZone.trim() !== '' && !isZone(draft.timeZone.trim())) problems.timeZone = text.zoneWrong;
  if (draft.gln.trim() !== '' && !/^\d{13}$/.test(draft.gln.trim())) problems.gln = text.glnWrong;
  return problems;
}

function isZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    // This is how Intl says that it knows no such zone.
    return false;
  }
}

/** The command that makes the site so; undefined while something is missing. */
export function sitePut(draft: SiteDraft): ParamsIn<'sites.put'> | undefined {
  const { siteId, name, kind, shape, corners, timeZone, gln } = draft;
  const isPolygon = shape === 'polygon';
  const place = isPolygon ? centreOf(corners) : placeOf(draft);
  const radiusM = isPolygon ? undefined : radiusOf(draft);
  if (place === undefined) return undefined;
  const ring = [...corners, ...corners.slice(0, 1)].map(({ lat, lon }): [number, number] => [lon, lat]);
  return {
    siteId: siteId.trim(),
    name: name.trim(),
    kind,
    lat: place.lat,
    lon: place.lon,
    ...(radiusM === undefined ? {} : { radiusM }),
    ...(isPolygon ? { area: { type: 'Polygon' as const, coordinates: [ring] } } : {}),
    ...(timeZone.trim() === '' ? {} : { timeZone: timeZone.trim() }),
    ...(gln.trim() === '' ? {} : { gln: gln.trim() }),
  };
}
