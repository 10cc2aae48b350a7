import { z } from 'zod';

import { conflictsIn, type AddressConflict, type AddressPlace } from '#shared/domain/postal-areas.ts';

import { defineRule } from '../rule.ts';

/** An address as an order has it now, and since when. */
export interface AddressInput {
  readonly address: AddressPlace;
  readonly since: number;
  /** It came to its end: nobody goes there any more. */
  readonly ended: boolean;
}

export interface AddressDetail {
  readonly conflicts: readonly AddressConflict[];
}

const lille: AddressPlace = {
  country: 'FR',
  postalCode: '59000',
  region: 'Hauts-de-France',
  lat: 50.63,
  lon: 3.07,
};
const given = (more: AddressPlace, ended = false): AddressInput => ({
  address: { ...lille, ...more },
  since: 5,
  ended,
});

export const addressMismatch = defineRule<AddressInput, AddressDetail, z.ZodObject>({
  id: 'address-mismatch',
  title: 'An address whose parts disagree',
  audience: 'customer-care',
  severity: 'medium',
  params: z.strictObject({}),
  evaluate({ address, since, ended }) {
    const conflicts = ended ? [] : conflictsIn(address);
    return conflicts.length === 0 ? [] : [{ start: since, end: undefined, detail: { conflicts } }];
  },
  message: ({ detail: { conflicts } }, name) =>
    `The address of order ${name} cannot be right: ${conflicts.map(({ text }) => text).join('; ')}.`,
  scenarios: [
    { name: 'all of one place', given: given({}), expect: [] },
    {
      name: 'a postal code of another region',
      given: given({ postalCode: '63000' }),
      expect: [[5, undefined]],
    },
    { name: 'another region', given: given({ region: 'Bretagne' }), expect: [[5, undefined]] },
    {
      name: 'a postal code with a digit too few',
      given: given({ postalCode: '5900' }),
      expect: [[5, undefined]],
    },
    {
      name: 'latitude and longitude swapped',
      given: given({ lat: 3.07, lon: 50.63 }),
      expect: [[5, undefined]],
    },
    { name: 'nowhere', given: given({ lat: 0, lon: 0 }), expect: [[5, undefined]] },
    {
      name: 'overseas is judged by its postal code alone',
      given: given({ postalCode: '97400', region: 'La Réunion', lat: -20.9, lon: 55.5 }),
      expect: [],
    },
    { name: 'a region that nobody knows says nothing', given: given({ region: 'Nord' }), expect: [] },
    {
      name: 'a country that is not known says nothing',
      given: given({ country: 'XX', postalCode: '?' }),
      expect: [],
    },
    { name: 'delivered all the same', given: given({ postalCode: '5900' }, true), expect: [] },
  ],
});
