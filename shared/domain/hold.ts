/** What may be put on hold. */
export const holdSubjectTypes = ['order', 'parcel', 'pallet'] as const;

export type HoldSubjectType = (typeof holdSubjectTypes)[number];

/** Why goods may not move. */
export const holdKinds = ['quality', 'address', 'customs', 'other'] as const;

export type HoldKind = (typeof holdKinds)[number];

/** What is wrong with a fact that is declared wrong (EPCIS `errorDeclaration`). */
export const correctionReasons = ['did_not_occur', 'incorrect_data'] as const;

export type CorrectionReason = (typeof correctionReasons)[number];
