import type { NextNumber, OrderNumberFormat } from './format.ts';
import { amazon } from './formats/amazon.ts';
import { ebay } from './formats/ebay.ts';
import { etsy } from './formats/etsy.ts';
import { magento } from './formats/magento.ts';
import { prestashop } from './formats/prestashop.ts';
import { shopify } from './formats/shopify.ts';
import { waymark } from './formats/waymark.ts';
import { woocommerce } from './formats/woocommerce.ts';

/** Every kind of shop whose order numbers are known; the first is proposed for orders made here. */
export const orderNumberFormats: readonly OrderNumberFormat[] = [
  waymark,
  shopify,
  woocommerce,
  magento,
  amazon,
  ebay,
  etsy,
  prestashop,
];

/** How often a number that is taken is followed by another try. */
const tries = 1000;

/** A number in the format that `isTaken` knows nothing of; undefined when none was found in a thousand tries. */
export function newOrderNumber(
  format: OrderNumberFormat,
  context: NextNumber,
  isTaken: (orderNumber: string) => boolean,
): string | undefined {
  let inUse = context.inUse;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const number = format.next({ ...context, inUse });
    if (!isTaken(number)) return number;
    inUse = [number];
  }
  return undefined;
}
