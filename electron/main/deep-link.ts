/** The scheme of links that open Waymark: `waymark://order/NUMBER`. */
export const linkScheme = 'waymark';

const longestNumber = 128;

/**
 * The place in the page a link leads to, as its hash; undefined for anything that is not a link of ours. The
 * order number may be percent-encoded and may be one nobody knows: the page says so.
 */
export function placeOfLink(link: string): string | undefined {
  const match = /^waymark:\/\/order\/([^/?#]+)\/?$/i.exec(link.trim());
  const orderNumber = match?.[1] === undefined ? undefined : decoded(match[1])?.trim();
  if (orderNumber === undefined || orderNumber === '' || orderNumber.length > longestNumber) return undefined;
  if (hasControlCharacters(orderNumber)) return undefined;
  return `#/orders?${new URLSearchParams({ order: orderNumber }).toString()}`;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // Half a percent sign: no link that anyone made on purpose.
    return undefined;
  }
}

function hasControlCharacters(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
