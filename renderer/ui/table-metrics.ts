/** Height of every row, so that which rows are in view is arithmetic; as in Table.module.css. */
export const rowHeightPx = 32;

/** Height of the sticky heading. */
export const headHeightPx = 30;
