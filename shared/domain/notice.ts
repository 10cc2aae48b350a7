/** Ways in which somebody who does not look at the page is told. */
export const noticeChannelKinds = ['email', 'webhook'] as const;

export type NoticeChannelKind = (typeof noticeChannelKinds)[number];

/** How mail is kept private on its way: from the start, after a greeting, or not. */
export const mailSecurities = ['tls', 'starttls', 'none'] as const;

/** `waiting`: to be sent, or tried again; `failed`: given up; `cancelled`: nobody wants it any more. */
export const deliveryStates = ['waiting', 'sent', 'failed', 'cancelled'] as const;

export type DeliveryState = (typeof deliveryStates)[number];
