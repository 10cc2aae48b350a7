/** In the address, stands for the location of the order as a whole; anything else is a parcel's id. */
export const evidenceOfOrder = '*';
