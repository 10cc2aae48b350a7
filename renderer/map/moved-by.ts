/** To be given with a move that a button or key asked for, so that it is told from what the page does by itself. */
export const askedFor = { isAskedFor: true };

/** True for a move of the map that a person made or asked for. */
export function isByPerson(event: object): boolean {
  return 'isAskedFor' in event || ('originalEvent' in event && event.originalEvent !== undefined);
}
