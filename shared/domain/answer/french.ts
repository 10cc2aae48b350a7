import { dayMs, hourMs, minuteMs } from '../time.ts';
import type { OrderState } from '../order-state.ts';
import type { AnswerWords, Teller } from './answer-words.ts';
import { clockOf, dayOf } from './day-of.ts';

/** What stands before `h`, `min`, `:` and `;` in French and does not break. */
const nb = '\u00a0';

const weekdays = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'] as const;
const months = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
] as const;

function day(epochMs: number, teller: Teller): string {
  const { ahead, weekday, day: date, month, year } = dayOf(epochMs, teller);
  if (ahead === 0) return 'aujourd’hui';
  if (ahead === 1) return 'demain';
  if (ahead === -1) return 'hier';
  const first = date === 1 ? '1er' : String(date);
  return `le ${weekdays[weekday]} ${first} ${months[month]}${year === undefined ? '' : ` ${year}`}`;
}

function clock(epochMs: number, teller: Teller): string {
  const { hours, minutes, offset } = clockOf(epochMs, teller);
  return `${Number(hours)}${nb}h${nb}${minutes}${offset}`;
}

function moment(epochMs: number, teller: Teller): string {
  return `${day(epochMs, teller)} à ${clock(epochMs, teller)}`;
}

function period(from: number, to: number, teller: Teller): string {
  const [first, last] = [day(from, teller), day(to, teller)];
  if (first !== last) return `entre ${moment(from, teller)} et ${moment(to, teller)}`;
  const [start, end] = [clock(from, teller), clock(to, teller)];
  return start === end ? `${first} à ${start}` : `${first} entre ${start} et ${end}`;
}

function length(ms: number): string {
  if (ms < minuteMs) return 'moins d’une minute';
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)}${nb}min`;
  if (ms >= 2 * dayMs) return `${Math.floor(ms / dayMs)}${nb}jours`;
  const minutes = Math.floor((ms % hourMs) / minuteMs);
  const tail = minutes === 0 ? '' : `${nb}${String(minutes).padStart(2, '0')}${nb}min`;
  return `${Math.floor(ms / hourMs)}${nb}h${tail}`;
}

function ago(epochMs: number, now: number): string {
  const age = now - epochMs;
  if (age <= -minuteMs) return `${length(-age)} en avance sur notre horloge`;
  return `il y a ${length(Math.max(0, age))}`;
}

/** As said of the order, which is feminine. */
const states: AnswerWords['states'] = {
  created: 'enregistrée, pas encore scannée',
  picked: 'prélevée',
  packed: 'emballée',
  collected: 'prise en charge',
  'at-site': 'sur un site',
  'in-transit': 'en transit',
  customs: 'en douane',
  'out-for-delivery': 'en cours de livraison',
  'available-for-pickup': 'prête à être retirée',
  'attempt-failed': 'non livrée à la première tentative',
  delivered: 'livrée',
  exception: 'retenue par un incident',
  returning: 'en cours de retour',
  returned: 'retournée',
  cancelled: 'annulée',
  unknown: 'dans un état inconnu',
};

/** As said of a parcel, which is masculine: singular and plural. */
const parcelStates: Readonly<Record<OrderState, readonly [string, string]>> = {
  created: ['pas encore scanné', 'pas encore scannés'],
  picked: ['prélevé', 'prélevés'],
  packed: ['emballé', 'emballés'],
  collected: ['pris en charge', 'pris en charge'],
  'at-site': ['sur un site', 'sur un site'],
  'in-transit': ['en transit', 'en transit'],
  customs: ['en douane', 'en douane'],
  'out-for-delivery': ['en cours de livraison', 'en cours de livraison'],
  'available-for-pickup': ['prêt à être retiré', 'prêts à être retirés'],
  'attempt-failed': ['non livré à la première tentative', 'non livrés à la première tentative'],
  delivered: ['livré', 'livrés'],
  exception: ['retenu par un incident', 'retenus par un incident'],
  returning: ['en cours de retour', 'en cours de retour'],
  returned: ['retourné', 'retournés'],
  cancelled: ['annulé', 'annulés'],
  unknown: ['dans un état inconnu', 'dans un état inconnu'],
};

/** Without a gender: it is said of an order and of a parcel. */
const atSite: Readonly<Partial<Record<OrderState, string>>> = {
  picked: 'Prélèvement fait à',
  packed: 'Emballage fait à',
  collected: 'Prise en charge faite, à',
  customs: 'En douane à',
  'available-for-pickup': 'Disponible au retrait à',
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
function because(reason: string | undefined): string {
  if (reason === undefined) return '';
  return /^[aeiouyàéèê]/i.test(reason) ? ` parce qu’${reason}` : ` parce que ${reason}`;
}

export const french: AnswerWords = {
  moment,
  bareMoment: moment,
  period,
  ago,
  length,
  states,
  timeNotKnown: 'à une heure inconnue',
  sentence: (clauses) => `${capital(clauses.join(`${nb}; `))}.`,

  ordered: (when) => `Commande enregistrée ${when}`,
  nothingScanned: 'rien n’en a encore été scanné',
  delivered: (when) => `Livrée ${when}`,
  withinPromise: (until) => `, dans le délai promis (${until} au plus tard)`,
  lateBy: (late, until) => `, avec ${late} de retard (promise pour ${until} au plus tard)`,
  returned: (when) => `Retournée ${when}`,
  cancelled: (when) => `Annulée ${when}`,
  attemptFailed: (when) => `Une tentative de livraison a échoué ${when}`,
  exception: (when) => `Un incident a été signalé ${when}`,
  returning: (when) => `En cours de retour, dernière étape ${when}`,
  stateNotKnown: 'Son état est inconnu',

  aSite: 'un site',
  aVehicle: 'un véhicule',
  atSite: (state, site) => `${atSite[state] ?? 'À'} ${site}`,
  lastScanned: (when, since) => `, dernière lecture ${when} (${since})`,
  siteSinceNotKnown: (site) => `À ${site}, depuis une heure inconnue`,
  staleAtSite: (site, when, since) =>
    `Dernière lecture à ${site} ${when}, ${since}, sa position actuelle est donc inconnue`,
  onVehicle: (vehicle, since, isOut) =>
    `${isOut ? 'En cours de livraison avec' : 'À bord de'} ${vehicle}${since === undefined ? '' : `, chargement ${since}`}`,
  leftOn: (site, when, vehicle) =>
    site === undefined ? `Départ ${when} avec ${vehicle}` : `Départ de ${site} ${when} avec ${vehicle}`,
  heardOf: (since) => `, dernières nouvelles ${since}`,
  staleOnVehicle: (since) => `, dernières nouvelles ${since}, sa position actuelle est donc inconnue`,
  neverHeardOf: ', dont la position n’a jamais été reçue',
  handedOver: (since) => `remise à son adresse (${since})`,
  nowhere: (state, since) =>
    since === undefined
      ? `Commande ${states[state]}, sans aucune nouvelle de sa position`
      : `Commande ${states[state]}, dernières nouvelles ${since}, sa position actuelle est inconnue`,

  expected: (told, isFromOld) =>
    `arrivée prévue ${told}${isFromOld ? ', si le trajet reprend du dernier endroit connu' : ''}`,
  noEstimate: 'son arrivée ne peut pas encore être estimée',
  promisedUntil: (until) => ` (promise pour ${until} au plus tard)`,
  nothingPromised: ' (rien n’a été promis)',

  behind: ({ behind, all, length: by, reason, where }) => {
    const verb = behind === 1 ? 'est' : 'sont';
    const lag = by === undefined ? 'en arrière' : `en arrière de ${by}`;
    return `${behind} colis sur ${all} ${verb} ${lag}${because(reason)}${nb}: ${where}`;
  },
  others: (counts, count) => {
    const told = counts.map(([state, n]) => {
      const words = parcelStates[state][n === 1 ? 0 : 1];
      return counts.length === 1 ? words : `${n} ${words}`;
    });
    return count === 1 ? `l’autre est ${told.join('')}` : `les autres sont${nb}: ${told.join(', ')}`;
  },
  notDone: (step, site) => `l’étape «${nb}${step}${nb}» n’a pas eu lieu à ${site}`,
  notYet: {
    created: 'il n’y a pas encore eu de lecture',
    picked: 'l’emballage n’est pas encore fait',
    packed: 'le chargement n’est pas encore fait',
    collected: 'l’arrivée sur un site n’est pas encore connue',
    'attempt-failed': 'la livraison a échoué une fois',
  },

  held: {
    quality: 'elle est bloquée pour un contrôle de qualité',
    address: 'elle est bloquée jusqu’à la vérification de son adresse',
    customs: 'elle est bloquée pour la douane',
    other: 'elle est bloquée',
  },
  late: (until, reason) => `elle est en retard${because(reason)} (le délai promis a pris fin ${until})`,
  atRisk: (until, reason) => `elle pourrait dépasser le délai promis (${until})${because(reason)}`,
  promiseUnknown: (until) => `le délai promis a pris fin ${until}, et l’on ne sait pas s’il a été respecté`,
  reasons: {
    'departure-missed': 'un départ prévu a été manqué',
    'vehicle-stopped': 'son véhicule s’est arrêté en chemin',
    'dwell-exceeded': 'elle reste sur un site plus longtemps que d’habitude',
    'route-deviation': 'son véhicule a quitté son itinéraire',
    'wrong-vehicle': 'un autre véhicule que prévu l’a prise',
    'wrong-site': 'elle est arrivée sur un site non prévu',
    stalled: 'les nouvelles manquent depuis plus longtemps que d’habitude',
  },
  goods: {
    'temperature-excursion': 'ses limites de température ont été dépassées en chemin',
    freeze: 'elle a eu plus froid que permis en chemin',
    'humidity-excursion': 'ses limites d’humidité ont été dépassées en chemin',
    'stability-budget': 'son temps hors limites de température est épuisé ou va l’être',
  },

  parcel: (id) => `Colis ${id}`,
  factOnVehicle: (step, vehicle) => `${step} avec ${vehicle}`,
  factAt: (step, site) => `${step} à ${site}`,
  steps: {
    commissioning: 'enregistrement',
    picking: 'prélèvement',
    packing: 'emballage',
    collecting: 'prise en charge',
    arriving: 'arrivée',
    accepting: 'acceptation',
    receiving: 'réception',
    unloading: 'déchargement',
    storing: 'entreposage',
    stocking: 'mise en stock',
    staging_outbound: 'préparation au départ',
    loading: 'chargement',
    departing: 'départ',
    shipping: 'départ',
    transporting: 'mise en livraison',
    holding: 'retenue',
    inspecting: 'contrôle',
  },
  outcomes: {
    delivered: 'livraison',
    'attempt-failed': 'tentative de livraison échouée',
    'available-for-pickup': 'mise à disposition',
    refused: 'refus du destinataire',
    returned: 'retour',
  },
  scanned: 'lecture',
  positionOf: (vehicle) => `position de ${vehicle}`,
  orderPosted: 'commande',
  sourceKinds: {
    device: 'appareil',
    carrier: 'transporteur',
    model: 'estimation',
    channel: 'canal',
    person: 'saisi par',
    rule: 'règle',
  },
  title: (orderNumber, to) => `Commande ${orderNumber}${to === '' ? '' : ` pour ${to}`}`,
  asOf: (when, zone) => `État ${when}${nb}; heures de ${zone}.`,
};
