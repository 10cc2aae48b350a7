import type { LatLon } from './geo.ts';

/** South, west, north and east edge in degrees. */
type Box = readonly [south: number, west: number, north: number, east: number];

interface Country {
  readonly postalCode: RegExp;
  /** Everything of it that has this form of postal code lies in one of these. */
  readonly boxes: readonly Box[];
}

/** Countries whose postal codes and extent are known; what is not here is not judged. */
const countries: Readonly<Record<string, Country>> = {
  AT: { postalCode: /^\d{4}$/, boxes: [[46.3, 9.5, 49.1, 17.2]] },
  BE: { postalCode: /^\d{4}$/, boxes: [[49.4, 2.5, 51.6, 6.5]] },
  CA: { postalCode: /^[A-Z]\d[A-Z] ?\d[A-Z]\d$/, boxes: [[41.6, -141.1, 83.2, -52.5]] },
  CH: { postalCode: /^\d{4}$/, boxes: [[45.8, 5.9, 47.9, 10.6]] },
  CZ: { postalCode: /^\d{3} ?\d{2}$/, boxes: [[48.5, 12, 51.1, 18.9]] },
  DE: { postalCode: /^\d{5}$/, boxes: [[47.2, 5.8, 55.1, 15.1]] },
  DK: { postalCode: /^\d{4}$/, boxes: [[54.5, 8, 57.8, 15.3]] },
  ES: {
    postalCode: /^\d{5}$/,
    boxes: [
      [35.2, -9.4, 43.9, 4.4],
      [27.5, -18.3, 29.5, -13.3],
    ],
  },
  FI: { postalCode: /^\d{5}$/, boxes: [[59.7, 19.1, 70.1, 31.6]] },
  // Overseas postal codes begin with 97 or 98 and are not judged by place.
  FR: { postalCode: /^\d{5}$/, boxes: [[41.3, -5.3, 51.2, 9.7]] },
  GB: { postalCode: /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/, boxes: [[49.8, -8.7, 60.9, 1.8]] },
  HU: { postalCode: /^\d{4}$/, boxes: [[45.7, 16.1, 48.6, 22.9]] },
  IE: { postalCode: /^[A-Z]\d[\dW] ?[A-Z\d]{4}$/, boxes: [[51.3, -10.8, 55.5, -5.3]] },
  IT: { postalCode: /^\d{5}$/, boxes: [[35.4, 6.6, 47.1, 18.6]] },
  LU: { postalCode: /^(L-)?\d{4}$/, boxes: [[49.4, 5.7, 50.2, 6.6]] },
  NL: { postalCode: /^\d{4} ?[A-Z]{2}$/, boxes: [[50.7, 3.3, 53.7, 7.3]] },
  NO: { postalCode: /^\d{4}$/, boxes: [[57.9, 4.4, 81, 33.6]] },
  PL: { postalCode: /^\d{2}-\d{3}$/, boxes: [[49, 14.1, 54.9, 24.2]] },
  PT: {
    postalCode: /^\d{4}(-\d{3})?$/,
    boxes: [
      [36.9, -9.6, 42.2, -6.1],
      [36.8, -31.4, 39.8, -24.9],
      [32.3, -17.4, 33.2, -16.2],
    ],
  },
  SE: { postalCode: /^\d{3} ?\d{2}$/, boxes: [[55.3, 10.9, 69.1, 24.2]] },
  SK: { postalCode: /^\d{3} ?\d{2}$/, boxes: [[47.7, 16.8, 49.7, 22.6]] },
  US: { postalCode: /^\d{5}(-\d{4})?$/, boxes: [[18.8, -179.2, 71.5, -66.9]] },
};

const countryNames: Readonly<Record<string, string>> = {
  austria: 'AT',
  belgium: 'BE',
  belgique: 'BE',
  canada: 'CA',
  denmark: 'DK',
  deutschland: 'DE',
  finland: 'FI',
  france: 'FR',
  germany: 'DE',
  greatbritain: 'GB',
  ireland: 'IE',
  italy: 'IT',
  italia: 'IT',
  luxembourg: 'LU',
  netherlands: 'NL',
  norway: 'NO',
  poland: 'PL',
  portugal: 'PT',
  schweiz: 'CH',
  spain: 'ES',
  sweden: 'SE',
  switzerland: 'CH',
  unitedkingdom: 'GB',
  unitedstates: 'US',
};

interface Region {
  readonly name: string;
  /** The first two digits of its postal codes. */
  readonly postalCodes: string;
  readonly box: Box;
}

/** The regions of France by the departments in their postal codes. */
const frenchRegions: readonly Region[] = [
  {
    name: 'Auvergne-Rhône-Alpes',
    postalCodes: '01 03 07 15 26 38 42 43 63 69 73 74',
    box: [44.1, 2, 46.85, 7.25],
  },
  { name: 'Bourgogne-Franche-Comté', postalCodes: '21 25 39 58 70 71 89 90', box: [46.1, 2.8, 48.45, 7.2] },
  { name: 'Bretagne', postalCodes: '22 29 35 56', box: [47.2, -5.25, 48.95, -0.95] },
  { name: 'Centre-Val de Loire', postalCodes: '18 28 36 37 41 45', box: [46.3, 0, 48.98, 3.2] },
  { name: 'Corse', postalCodes: '20', box: [41.3, 8.5, 43.1, 9.6] },
  { name: 'Grand Est', postalCodes: '08 10 51 52 54 55 57 67 68 88', box: [47.4, 3.35, 50.2, 8.3] },
  { name: 'Hauts-de-France', postalCodes: '02 59 60 62 80', box: [48.8, 1.35, 51.15, 4.3] },
  { name: 'Île-de-France', postalCodes: '75 77 78 91 92 93 94 95', box: [48.1, 1.4, 49.3, 3.6] },
  { name: 'Normandie', postalCodes: '14 27 50 61 76', box: [48.1, -2, 50.15, 1.85] },
  {
    name: 'Nouvelle-Aquitaine',
    postalCodes: '16 17 19 23 24 33 40 47 64 79 86 87',
    box: [42.7, -1.9, 47.2, 2.65],
  },
  { name: 'Occitanie', postalCodes: '09 11 12 30 31 32 34 46 48 65 66 81 82', box: [42.3, -0.4, 45.1, 4.9] },
  { name: 'Pays de la Loire', postalCodes: '44 49 53 72 85', box: [46.2, -2.7, 48.6, 1] },
  { name: "Provence-Alpes-Côte d'Azur", postalCodes: '04 05 06 13 83 84', box: [42.9, 4.2, 45.15, 7.8] },
];

/** Boxes are drawn by hand, and postal codes do not end at the border of a region. */
const marginDegrees = 0.2;

/** The part of an address that says where it is. */
export interface AddressPlace {
  readonly country?: string | undefined;
  readonly postalCode?: string | undefined;
  readonly region?: string | undefined;
  readonly lat?: number | undefined;
  readonly lon?: number | undefined;
}

/** Two parts of an address that cannot both be right. */
export interface AddressConflict {
  readonly between: readonly [string, string];
  readonly text: string;
}

/**
 * What of an address disagrees, as far as can be told without a map of every street: the form of the postal code by
 * country, the extent of 22 countries, and in France the region and its extent by the postal code. Empty where nothing
 * disagrees or nothing is known.
 */
export function conflictsIn(address: AddressPlace): AddressConflict[] {
  const code = countryCode(address.country);
  const country = code === undefined ? undefined : countries[code];
  if (code === undefined || country === undefined) return [];
  const postalCode = address.postalCode?.trim().toUpperCase();
  const isForm = postalCode === undefined || country.postalCode.test(postalCode);
  const found: AddressConflict[] = [];
  if (!isForm)
    found.push({
      between: ['postal code', 'country'],
      text: `${address.postalCode ?? ''} is no postal code of ${code}`,
    });
  const isOverseas = code === 'FR' && /^9[78]/.test(postalCode ?? '');
  const place = placeOf(address);
  const isOutside = place !== undefined && !isOverseas && !country.boxes.some((box) => isIn(place, box));
  if (isOutside)
    found.push({
      between: ['coordinates', 'country'],
      text: `${place.lat}, ${place.lon} is not in ${code}${isIn(swapped(place), country.boxes[0]!) ? '; latitude and longitude are swapped' : ''}`,
    });
  if (code === 'FR' && isForm && postalCode !== undefined && !isOverseas)
    found.push(...regionConflicts(postalCode, address.region, isOutside ? undefined : place));
  return found;
}

function regionConflicts(
  postalCode: string,
  region: string | undefined,
  place: LatLon | undefined,
): AddressConflict[] {
  const byCode = frenchRegions.find(({ postalCodes }) => postalCodes.includes(postalCode.slice(0, 2)));
  if (byCode === undefined)
    return [
      {
        between: ['postal code', 'country'],
        text: `there is no department with the postal code ${postalCode}`,
      },
    ];
  const said = frenchRegions.find(({ name }) => plain(name) === plain(region ?? ''));
  const found: AddressConflict[] = [];
  if (said !== undefined && said !== byCode)
    found.push({
      between: ['postal code', 'region'],
      text: `${postalCode} is in ${byCode.name}, not in ${said.name}`,
    });
  if (place !== undefined && !isIn(place, byCode.box))
    found.push({
      between: ['postal code', 'coordinates'],
      text: `${place.lat}, ${place.lon} is not in ${byCode.name}, where ${postalCode} is`,
    });
  return found;
}

/** The code of a country (ISO 3166-1 alpha-2), by itself or by a name that is known; undefined for others. */
export function countryCode(country: string | undefined): string | undefined {
  const text = country?.trim() ?? '';
  return /^[A-Za-z]{2}$/.test(text) ? text.toUpperCase() : countryNames[plain(text)];
}

function placeOf({ lat, lon }: AddressPlace): LatLon | undefined {
  return lat === undefined || lon === undefined ? undefined : { lat, lon };
}

function swapped({ lat, lon }: LatLon): LatLon {
  return { lat: lon, lon: lat };
}

function isIn({ lat, lon }: LatLon, [south, west, north, east]: Box): boolean {
  const m = marginDegrees;
  return lat >= south - m && lat <= north + m && lon >= west - m && lon <= east + m;
}

/** Letters only, without accents: how people write a name differs. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
}
