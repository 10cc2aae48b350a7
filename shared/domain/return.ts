/** What the customer wants for what comes back. */
export const returnKinds = ['return', 'exchange'] as const;

export type ReturnKind = (typeof returnKinds)[number];

/** How far what comes back is; only scans of the return's own number move it. */
export const returnStates = ['created', 'returning', 'returned'] as const;

export type ReturnState = (typeof returnStates)[number];

/** What was decided about it. */
export const returnDecisions = ['refund', 'exchange', 'refuse'] as const;

export type ReturnDecision = (typeof returnDecisions)[number];
