import type { ResultOf } from '#shared/contract/index.ts';
import type { OrderState } from '#shared/domain/order-state.ts';

type PublicOrder = ResultOf<'trackingLinks.read'>;

export const trackLanguages = ['en', 'fr'] as const;
export type TrackLanguage = (typeof trackLanguages)[number];

export interface TrackWords {
  readonly locale: string;
  readonly title: (orderNumber: string) => string;
  readonly greeting: (name: string) => string;
  readonly states: Readonly<Record<OrderState, string>>;
  readonly milestones: Readonly<Record<PublicOrder['journey'][number]['milestone'], string>>;
  readonly map: string;
  readonly mapOf: (places: readonly string[]) => string;
  readonly lastSeen: string;
  readonly journey: string;
  readonly awaited: string;
  readonly notSeen: string;
  readonly footer: (time: string, zone: string) => string;
  readonly gone: string;
  readonly goneText: string;
  readonly other: string;
}

const en: TrackWords = {
  locale: 'en-GB',
  title: (orderNumber) => `Order ${orderNumber}`,
  greeting: (name) => `For ${name}`,
  states: {
    created: 'Ordered, not yet on its way',
    picked: 'Being made ready',
    packed: 'Packed',
    collected: 'Collected',
    'at-site': 'On its way, at a site',
    'in-transit': 'On its way',
    customs: 'In customs',
    'out-for-delivery': 'Out for delivery',
    'available-for-pickup': 'Ready for pick-up',
    'attempt-failed': 'A delivery attempt failed',
    delivered: 'Delivered',
    exception: 'Held up',
    returning: 'On its way back',
    returned: 'Returned',
    cancelled: 'Cancelled',
    unknown: 'Not known at the moment',
  },
  milestones: {
    created: 'Ordered',
    picked: 'Picked',
    packed: 'Packed',
    collected: 'Collected',
    'at-site': 'Arrived',
    departed: 'Departed',
    customs: 'Customs',
    'out-for-delivery': 'Out for delivery',
    'available-for-pickup': 'Ready for pick-up',
    'attempt-failed': 'Delivery attempt failed',
    delivered: 'Delivered',
    returning: 'Coming back',
    returned: 'Returned',
  },
  map: 'The way',
  mapOf: (places) => `The way over ${places.join(', ')}`,
  lastSeen: 'last seen about here',
  journey: 'Journey',
  awaited: 'next',
  notSeen: 'not recorded',
  footer: (time, zone) => `As known at ${time}. Times in ${zone}. Reload the page for news.`,
  gone: 'This link is not known, or it has ended',
  goneText: 'Please ask the sender for a new one.',
  other: 'Français',
};

const fr: TrackWords = {
  locale: 'fr-FR',
  title: (orderNumber) => `Commande ${orderNumber}`,
  greeting: (name) => `Pour ${name}`,
  states: {
    created: 'Commandé, pas encore parti',
    picked: 'En préparation',
    packed: 'Emballé',
    collected: 'Pris en charge',
    'at-site': 'En route, sur un site',
    'in-transit': 'En route',
    customs: 'En douane',
    'out-for-delivery': 'En cours de livraison',
    'available-for-pickup': 'Prêt à être retiré',
    'attempt-failed': 'Une tentative de livraison a échoué',
    delivered: 'Livré',
    exception: 'Retenu',
    returning: 'En retour',
    returned: 'Retourné',
    cancelled: 'Annulé',
    unknown: 'Inconnu pour le moment',
  },
  milestones: {
    created: 'Commandé',
    picked: 'Prélevé',
    packed: 'Emballé',
    collected: 'Pris en charge',
    'at-site': 'Arrivé',
    departed: 'Parti',
    customs: 'Douane',
    'out-for-delivery': 'En cours de livraison',
    'available-for-pickup': 'Prêt à être retiré',
    'attempt-failed': 'Tentative de livraison échouée',
    delivered: 'Livré',
    returning: 'En retour',
    returned: 'Retourné',
  },
  map: 'Le trajet',
  mapOf: (places) => `Le trajet par ${places.join(', ')}`,
  lastSeen: 'vu pour la dernière fois par ici',
  journey: 'Parcours',
  awaited: 'ensuite',
  notSeen: 'non enregistré',
  footer: (time, zone) => `État au ${time}. Heures de ${zone}. Rechargez la page pour les nouvelles.`,
  gone: 'Ce lien est inconnu ou a expiré',
  goneText: 'Veuillez en demander un nouveau à l’expéditeur.',
  other: 'English',
};

export const trackWords: Readonly<Record<TrackLanguage, TrackWords>> = { en, fr };
