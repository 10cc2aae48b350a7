/** What a caller says is wrong. */
export const caseKinds = ['where-is-it', 'tracking-wrong', 'damaged', 'missing', 'other'] as const;

export type CaseKind = (typeof caseKinds)[number];

/** How a case stands: `waiting` is for somebody else's answer. */
export const caseStates = ['open', 'waiting', 'closed'] as const;

export type CaseState = (typeof caseStates)[number];
