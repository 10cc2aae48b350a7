/** What a status means to the person looking; each tone has its own shape as well as its colour. */
export type Tone = 'ok' | 'warn' | 'bad' | 'quiet' | 'info';
