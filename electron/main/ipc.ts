import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebFrameMain } from 'electron';
import { z } from 'zod';

import type { DesktopLog } from './desktop-log.ts';
import { isOwnPage, type PagePlace } from './navigation-policy.ts';

/** Who may call, and where it is told who may not. */
export interface IpcGuard {
  readonly place: PagePlace;
  readonly log: DesktopLog;
}

/** The frame of a call's sender. */
export type Caller = Pick<WebFrameMain, 'url' | 'parent' | 'postMessage' | 'isDestroyed'>;

interface CallOf<Payload> {
  readonly payload: Payload;
  readonly caller: Caller;
}

type Event = Pick<IpcMainEvent | IpcMainInvokeEvent, 'senderFrame'>;

/** Answers a channel: only calls of the page itself, in a window's main frame, with a payload of the schema. */
export function answerCalls<Schema extends z.ZodType>(
  guard: IpcGuard,
  channel: string,
  schema: Schema,
  answer: (call: CallOf<z.output<Schema>>) => unknown,
): void {
  ipcMain.handle(channel, async (event, ...payload: readonly unknown[]) => {
    const call = admitted(guard, channel, schema, event, payload);
    if (call === undefined) throw new Error('This call is refused.');
    return await answer(call);
  });
}

/** Hears a channel, under the same conditions; what does not meet them is logged and goes no further. */
export function hearMessages<Schema extends z.ZodType>(
  guard: IpcGuard,
  channel: string,
  schema: Schema,
  hear: (call: CallOf<z.output<Schema>>) => void,
): void {
  ipcMain.on(channel, (event, ...payload: readonly unknown[]) => {
    const call = admitted(guard, channel, schema, event, payload);
    if (call !== undefined) hear(call);
  });
}

/** For channels that carry nothing. */
export const nothing = z.undefined();

function admitted<Schema extends z.ZodType>(
  { place, log }: IpcGuard,
  channel: string,
  schema: Schema,
  { senderFrame }: Event,
  payload: readonly unknown[],
): CallOf<z.output<Schema>> | undefined {
  if (senderFrame === null || senderFrame.parent !== null || !isOwnPage(senderFrame.url, place)) {
    log.warn('a call from elsewhere was refused', { channel, from: senderFrame?.url });
    return undefined;
  }
  const parsed = payload.length <= 1 ? schema.safeParse(payload[0]) : undefined;
  if (parsed?.success !== true) {
    // What it held stays out of the log: it may be a password.
    log.warn('a call with a wrong payload was refused', { channel });
    return undefined;
  }
  return { payload: parsed.data, caller: senderFrame };
}
