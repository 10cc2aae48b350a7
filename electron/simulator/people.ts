import type { Dice } from './random.ts';

import { gtin } from './identifiers.ts';

const givenNames = [
  'Adèle',
  'Aïcha',
  'Alexis',
  'Amandine',
  'Antoine',
  'Baptiste',
  'Camille',
  'Capucine',
  'Chloé',
  'Clément',
  'Diego',
  'Élise',
  'Émile',
  'Fatou',
  'Gaspard',
  'Hélène',
  'Inès',
  'Ismaël',
  'Jeanne',
  'Jules',
  'Karim',
  'Léa',
  'Léonie',
  'Louis',
  'Lucie',
  'Malo',
  'Manon',
  'Mathilde',
  'Nadia',
  'Noémie',
  'Oscar',
  'Pauline',
  'Quentin',
  'Rachid',
  'Romane',
  'Sacha',
  'Salomé',
  'Théo',
  'Victor',
  'Yasmine',
  'Zoé',
] as const;

const familyNames = [
  'Abadie',
  'Aubert',
  'Barbier',
  'Benali',
  'Berthelot',
  'Blanchet',
  'Boucher',
  'Caron',
  'Chevalier',
  'Cordier',
  'Da Silva',
  'Delattre',
  'Diallo',
  'Dubreuil',
  'Escoffier',
  'Fabre',
  'Fontaine',
  'Garnier',
  'Gautier',
  'Guichard',
  'Haddad',
  'Hubert',
  'Jacquet',
  'Kowalski',
  'Lacombe',
  'Lefort',
  'Legrand',
  'Lemaire',
  'Maillard',
  'Marchand',
  'Mercier',
  'Moreau',
  'Nguyen',
  'Ollivier',
  'Perrin',
  'Picard',
  'Renaud',
  'Rousselot',
  'Sauvage',
  'Tessier',
  'Thévenet',
  'Vasseur',
  'Verdier',
  'Weber',
] as const;

const streets = [
  'rue des Lilas',
  'rue du Moulin',
  'avenue de la Gare',
  'rue Victor-Hugo',
  'rue de la Fontaine',
  'allée des Tilleuls',
  'rue des Écoles',
  'place du Marché',
  'rue Jean-Jaurès',
  'boulevard de la République',
  'rue du Faubourg',
  'chemin des Vignes',
  'impasse des Roses',
  'rue Pasteur',
  'avenue du Général-Leclerc',
  'rue de la Liberté',
] as const;

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly street: string;
}

/** An invented customer; mail domains and phone numbers are from the ranges reserved for fiction. */
export function person(roll: Dice): Person {
  const given = roll.pick(givenNames);
  const family = roll.pick(familyNames);
  const host = roll.pick(['example.com', 'example.org', 'example.net']);
  return {
    name: `${given} ${family}`,
    email: `${plain(given)}.${plain(family)}${roll.whole(1, 99)}@${host}`,
    phone: `+33 6 39 98 ${twoDigits(roll.whole(0, 99))} ${twoDigits(roll.whole(0, 99))}`,
    street: `${roll.whole(1, 140)} ${roll.pick(streets)}`,
  };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase();
}

export interface Product {
  readonly sku: string;
  readonly gtin: string;
  readonly name: string;
}

const productNames = [
  'Goat cheese, 150 g',
  'Salted butter, 250 g',
  'Smoked trout, 200 g',
  'Probiotic drink, 6 x 100 ml',
  'Insulin pen case',
  'Contact lens solution, 360 ml',
  'Face cream, 50 ml',
  'Dark chocolate box',
  'Ground coffee, 1 kg',
  'Rosé, 3 bottles',
  'Rain jacket',
  'Trail shoes',
  'Desk lamp',
  'Wireless keyboard',
  'Storage box, 20 l',
  'Cotton sheets, 140 x 190',
  'Cast-iron pan',
  'Board game',
  'Seed assortment',
  'Bicycle pump',
  'Novel, paperback',
  'Toy train',
  'Yoga mat',
  'Kettle',
] as const;

/** The shop's catalogue. */
export const products: readonly Product[] = productNames.map((name, index) => ({
  sku: `SKU-${1000 + index}`,
  gtin: gtin(1000 + index),
  name,
}));
