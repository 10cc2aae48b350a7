import { z } from 'zod';

import { desktopChannels } from '#shared/contract/desktop.ts';

import type { BrokerSecrets } from './broker-secrets.ts';
import { answerCalls, hearMessages, type IpcGuard, nothing } from './ipc.ts';
import type { PagePorts } from './page-ports.ts';

export interface CallTargets {
  readonly ports: Pick<PagePorts, 'asked'>;
  readonly secrets: BrokerSecrets;
  /** The engine is to connect to its brokers anew. */
  readonly passwordsChanged: () => void;
}

const BrokerUrl = z.string().min(1).max(2048);
const NewPassword = z.strictObject({ url: BrokerUrl, password: z.string().min(1).max(1024) });
const OfBroker = z.strictObject({ url: BrokerUrl });

/** Everything the page may ask of the shell. */
export function serveCalls(guard: IpcGuard, { ports, secrets, passwordsChanged }: CallTargets): void {
  hearMessages(guard, desktopChannels.requestPort, nothing, ({ caller }) => ports.asked(caller));
  answerCalls(guard, desktopChannels.listPasswords, nothing, () => secrets.list());
  answerCalls(guard, desktopChannels.setPassword, NewPassword, async ({ payload: { url, password } }) => {
    if (await secrets.set(url, password)) passwordsChanged();
    return await secrets.list();
  });
  answerCalls(guard, desktopChannels.forgetPassword, OfBroker, async ({ payload: { url } }) => {
    if (await secrets.forget(url)) passwordsChanged();
    return await secrets.list();
  });
}
