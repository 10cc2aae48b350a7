/** Id of the list of what was found; the box says that it controls it. */
export const resultsId = 'orders-found';

/** Id of one of the orders found. */
export function resultId(index: number): string {
  return `${resultsId}-${index}`;
}
