import type { LatLon } from '#shared/domain/geo.ts';

import { operationsZone } from './calendar.ts';
import { gln } from './identifiers.ts';

export interface SimSite extends LatLon {
  readonly siteId: string;
  readonly name: string;
  readonly kind: 'warehouse' | 'distribution-centre';
  readonly gln: string;
  readonly radiusM: number;
  readonly timeZone: string;
}

type Kind = SimSite['kind'];

function site(siteId: string, name: string, kind: Kind, location: number, lat: number, lon: number): SimSite {
  return { siteId, name, kind, gln: gln(location), lat, lon, radiusM: 450, timeZone: operationsZone };
}

/** Two warehouses and three distribution centres, on real industrial estates. */
export const sites: readonly SimSite[] = [
  site('WH-LYS', 'Lyon Saint-Priest warehouse', 'warehouse', 101, 45.6936, 4.9581),
  site('WH-PAR', 'Paris Moissy-Cramayel warehouse', 'warehouse', 102, 48.6265, 2.593),
  site('DC-DIJ', 'Dijon Longvic distribution centre', 'distribution-centre', 201, 47.279, 5.059),
  site('DC-LIL', 'Lille Lesquin distribution centre', 'distribution-centre', 202, 50.576, 3.109),
  site('DC-CFE', 'Clermont-Ferrand Gerzat distribution centre', 'distribution-centre', 203, 45.812, 3.147),
];

const siteById = new Map(sites.map((entry) => [entry.siteId, entry]));

/** A site of the simulated network; asking for any other is a mistake in the program. */
export function siteOf(siteId: string): SimSite {
  const found = siteById.get(siteId);
  if (found === undefined) throw new RangeError(`no simulated site ${siteId}`);
  return found;
}

export interface Town extends LatLon {
  readonly name: string;
  readonly postalCode: string;
  readonly region: string;
  /** Share of the centre's orders, relative to its other towns. */
  readonly weight: number;
  /** How far from its middle addresses lie. */
  readonly spreadM: number;
}

type TownRow = readonly [
  name: string,
  postalCode: string,
  lat: number,
  lon: number,
  weight: number,
  spreadM: number,
];

function towns(region: string, rows: readonly TownRow[]): readonly Town[] {
  return rows.map(([name, postalCode, lat, lon, weight, spreadM]) => ({
    name,
    postalCode,
    region,
    lat,
    lon,
    weight,
    spreadM,
  }));
}

/** The towns each distribution centre delivers to. */
export const townsOf: Readonly<Record<string, readonly Town[]>> = {
  'DC-LIL': towns('Hauts-de-France', [
    ['Lille', '59000', 50.633, 3.066, 10, 3000],
    ['Roubaix', '59100', 50.6916, 3.1746, 5, 1800],
    ['Tourcoing', '59200', 50.7239, 3.1612, 4, 1800],
    ["Villeneuve-d'Ascq", '59650', 50.6193, 3.1314, 4, 2000],
    ['Armentières', '59280', 50.6888, 2.8817, 2, 1000],
    ['Seclin', '59113', 50.5487, 3.0286, 1, 800],
    ['Lens', '62300', 50.4289, 2.8319, 3, 1500],
    ['Douai', '59500', 50.3703, 3.0761, 3, 1500],
    ['Valenciennes', '59300', 50.3577, 3.5235, 3, 1500],
    ['Arras', '62000', 50.291, 2.7775, 3, 1500],
    ['Béthune', '62400', 50.5303, 2.6408, 2, 1200],
  ]),
  'DC-DIJ': towns('Bourgogne-Franche-Comté', [
    ['Dijon', '21000', 47.322, 5.0415, 10, 2500],
    ['Chenôve', '21300', 47.2918, 5.0073, 2, 800],
    ['Quetigny', '21800', 47.3155, 5.1096, 2, 700],
    ['Beaune', '21200', 47.026, 4.84, 3, 1200],
    ['Nuits-Saint-Georges', '21700', 47.1373, 4.9494, 1, 700],
    ['Genlis', '21110', 47.2423, 5.2236, 1, 700],
    ['Auxonne', '21130', 47.1943, 5.3881, 1, 700],
    ['Dole', '39100', 47.0923, 5.4903, 2, 1200],
    ['Gray', '70100', 47.4449, 5.5904, 1, 800],
    ['Chalon-sur-Saône', '71100', 46.7806, 4.8528, 3, 1500],
  ]),
  'DC-CFE': towns('Auvergne-Rhône-Alpes', [
    ['Clermont-Ferrand', '63000', 45.7772, 3.087, 10, 2500],
    ['Chamalières', '63400', 45.7745, 3.0669, 2, 800],
    ['Aubière', '63170', 45.7516, 3.1107, 2, 900],
    ["Cournon-d'Auvergne", '63800', 45.7422, 3.1972, 2, 1000],
    ['Riom', '63200', 45.8939, 3.1128, 2, 1000],
    ['Vichy', '03200', 46.1286, 3.4262, 3, 1400],
    ['Gannat', '03800', 46.0998, 3.1981, 1, 700],
    ['Thiers', '63300', 45.8567, 3.5478, 1, 900],
    ['Issoire', '63500', 45.5444, 3.2489, 2, 900],
    ['Lezoux', '63190', 45.8275, 3.38, 1, 700],
  ]),
};
