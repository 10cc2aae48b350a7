import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Notices } from '#engine/notices/notices.ts';
import { openSecrets, type SecretStore } from '#engine/secrets.ts';
import { silentLog } from '#engine/log.ts';
import type { ChannelSetup, NoticeRuleSetup } from '#engine/store/notices.ts';
import type { Severity } from '#shared/domain/alert.ts';

import { createAlertRig, type AlertRig } from '../../support/alert-rig.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { startHookReceiver, type HookReceiver } from '../../support/hook-receiver.ts';
import { startSmtpReceiver, type SmtpReceiver } from '../../support/smtp-receiver.ts';
import { temporaryFolder } from '../../support/test-store.ts';
import { until } from '../../support/until.ts';

let folder: ReturnType<typeof temporaryFolder>;
let rig: AlertRig;
let secrets: SecretStore;
let notices: Notices;
let hooks: HookReceiver;
let mail: SmtpReceiver;

function open(): void {
  secrets = openSecrets(folder.path);
  notices = new Notices({
    store: rig.store,
    clock: rig.clock,
    log: silentLog,
    secrets,
    alerts: rig.alerts,
    random: () => 1,
    timeZone: 'UTC',
    url: () => 'http://console',
  });
  notices.start();
}

async function restart(): Promise<void> {
  await notices.stop();
  rig.restart();
  open();
}

beforeEach(async () => {
  folder = temporaryFolder();
  hooks = await startHookReceiver();
  mail = await startSmtpReceiver();
  rig = createAlertRig(folder.path, createFakeClock(), (rows) => notices.consider(rows));
  open();
  channel({ channelId: 'hook', kind: 'webhook', webhook: { url: hooks.url, allow: ['127.0.0.1'] } });
});

afterEach(async () => {
  await hooks.close();
  await mail.close();
  await notices.stop();
  rig.stop();
  folder.remove();
});

function channel(setup: Pick<ChannelSetup, 'channelId' | 'kind'> & Partial<ChannelSetup>): void {
  rig.store.notices.putChannel({ name: `The ${setup.channelId}`, enabled: true, ...setup });
  notices.courier.channelsChanged();
}

function mailChannel(): void {
  const email = {
    host: '127.0.0.1',
    port: mail.port,
    security: 'none',
    username: 'console',
    from: 'waymark@depot.example',
    to: ['night@depot.example', 'qa@depot.example'],
  } as const;
  secrets.setChannelSecret('mail', 'canary-secret');
  channel({ channelId: 'mail', kind: 'email', email: { ...email, to: [...email.to] } });
}

function rule(more: Partial<NoticeRuleSetup> = {}): void {
  const setup: NoticeRuleSetup = {
    ruleId: 'night',
    name: 'Night',
    enabled: true,
    kinds: [],
    minSeverity: 'high',
    steps: [{ afterS: 0, channelIds: ['hook'] }],
    ...more,
  };
  rig.store.notices.putRule({ rule: setup, since: rig.clock.now() });
  notices.rulesChanged();
}

function raise(id: string, severity: Severity = 'critical', holds = true): void {
  rig.alerts.tellSystem({ kind: 'disk-low', id, holds, severity, message: `${id} has little room` });
}

/** Lets fake time pass in seconds, with a moment of real time for what is on its way. */
async function wait(seconds: number, step = 1): Promise<void> {
  for (let passed = 0; passed < seconds; passed += step) {
    rig.clock.advance(step * 1000);
    await settled();
  }
}

const settled = (): Promise<void> => notices.courier.idle();

const subjects = (): string[] =>
  hooks.calls.map(({ body }) => (JSON.parse(body) as { subject: string }).subject);
const log = (): string[] =>
  rig.store.notices
    .list({ limit: 100 })
    .map(({ channelId, state, attempts }) => `${channelId} ${state} ${attempts}`);

describe('somebody who is to be told', () => {
  it('is told once, a moment later, and not again after a restart', async () => {
    rule();
    raise('disk-1');
    await wait(2);
    expect(subjects()).toEqual([]);
    await wait(3);
    expect(subjects()).toEqual(['[Waymark] Critical: disk-1 has little room']);
    await restart();
    await wait(10);
    expect(subjects()).toHaveLength(1);
    expect(log()).toEqual(['hook sent 1']);
  });

  it('is told again while nobody acknowledges it, and no more once somebody does', async () => {
    rule({
      steps: [
        { afterS: 0, channelIds: ['hook'] },
        { afterS: 300, channelIds: ['hook'] },
        { afterS: 600, channelIds: ['hook'] },
      ],
    });
    raise('disk-1');
    await wait(310, 5);
    expect(subjects()).toEqual([
      '[Waymark] Critical: disk-1 has little room',
      '[Waymark] Critical: disk-1 has little room (not acknowledged for 5 min)',
    ]);
    const [alert] = rig.list();
    rig.alerts.decide(alert?.alertId ?? '', { kind: 'acknowledge', who: 'owner', note: 'Seen.' });
    await wait(600, 10);
    expect(subjects()).toHaveLength(2);
  });

  it('is told over the quiet hours at their end, of what still stands', async () => {
    // It is 08:00.
    rule({ quietHours: { from: '07:00', to: '08:10' } });
    raise('disk-1');
    raise('disk-2');
    raise('disk-2', 'critical', false);
    const over = rig.list().find(({ subject }) => subject.id === 'disk-2');
    rig.alerts.decide(over?.alertId ?? '', { kind: 'acknowledge', who: 'owner', note: 'Emptied.' });
    await wait(590, 10);
    expect(subjects()).toEqual([]);
    await wait(20, 10);
    expect(subjects()).toEqual(['[Waymark] Critical: disk-1 has little room']);
  });

  it('gets six notices a minute of a storm, that hold all of it', async () => {
    rule();
    for (let second = 0; second < 90; second += 1) {
      for (let index = 0; index < 5; index += 1) raise(`disk-${second}-${index}`);
      await wait(1);
    }
    await wait(70);
    const told = rig.store.notices.list({ limit: 100 }).flatMap(({ alertIds }) => alertIds);
    expect(new Set(told).size).toBe(450);
    expect(told).toHaveLength(450);
    expect(hooks.calls.length).toBeLessThanOrEqual(18);
  });

  it('looks after it, where the rule says so', async () => {
    rule({ assignTo: 'Ada', steps: [] });
    raise('disk-1');
    await wait(2);
    const [alert] = rig.list();
    expect([alert?.assignee, alert?.notes.at(-1)?.text]).toEqual([
      'Ada',
      'Assigned to Ada. By the rule “Night”.',
    ]);
    rig.alerts.decide(alert?.alertId ?? '', { kind: 'assign', who: 'owner' });
    await restart();
    await wait(2);
    expect(rig.list()[0]?.assignee).toBeUndefined();
  });
});

describe('mail', () => {
  it('goes to everybody it is addressed to, signed in, with one id for every try', async () => {
    mailChannel();
    rule({ steps: [{ afterS: 0, channelIds: ['mail'] }] });
    mail.answer('RCPT', '451 later');
    raise('disk-1');
    await wait(5);
    expect([mail.mails.length, log()]).toEqual([0, ['mail waiting 1']]);
    mail.answer('RCPT', undefined);
    await wait(10);
    expect(log()).toEqual(['mail sent 2']);
    const [received] = mail.mails;
    expect(received).toMatchObject({ login: 'console canary-secret', to: expect.any(Array) as string[] });
    expect(received?.to.map((to) => to.replaceAll(/[<>]/g, '').trim())).toEqual([
      'night@depot.example',
      'qa@depot.example',
    ]);
    expect(received?.data).toContain('Subject: [Waymark] Critical: disk-1 has little room');
    expect(received?.data).toMatch(/Message-ID: <delivery-1\.[\w-]+@waymark>/i);
    expect(received?.data).toContain('http://console/#/alerts?alert=alert-1');
  });

  it('keeps its password out of the database, the log and everything but its own file', async () => {
    mailChannel();
    mail.answer('AUTH', '535 no canary-free answer');
    const test = await notices.test('mail');
    expect(test).toMatchObject({ state: 'failed', problem: expect.stringContaining('535') as string });
    const holding = readdirSync(folder.path).filter(
      (name) =>
        statSync(join(folder.path, name)).isFile() &&
        readFileSync(join(folder.path, name)).includes('canary-secret'),
    );
    expect(holding).toEqual(['notice-secrets.json']);
    expect(statSync(join(folder.path, 'notice-secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('never sends a password to another machine in the clear', async () => {
    mailChannel();
    const setup = rig.store.notices.channels().find(({ channelId }) => channelId === 'mail');
    if (setup?.email === undefined) throw new Error('the channel is there');
    channel({ ...setup, email: { ...setup.email, host: 'mail.example.com' } });
    expect(await notices.test('mail')).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('TLS'),
    });
  });
});

describe('a notice that cannot be delivered', () => {
  it('is tried with the same id after a restart in the midst of it, and comes once it can', async () => {
    rule();
    hooks.respond('hang');
    raise('disk-1');
    rig.clock.advance(4000);
    await until('it is on its way', () => hooks.calls.length === 1);
    hooks.respond(204);
    // Nothing of the first try is waited for or written down.
    const stopped = notices.stop();
    rig.clock.advance(2000);
    await stopped;
    rig.restart();
    open();
    await wait(40);
    const ids = hooks.calls.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    expect(log()).toEqual(['hook sent 2']);
  });

  it('is given up after nine tries, is an alarm that another channel tells, and ends with the next that gets through', async () => {
    mailChannel();
    rule({ steps: [{ afterS: 0, channelIds: ['hook', 'mail'] }] });
    hooks.respond(503);
    raise('disk-1');
    await wait(45 * 60, 20);
    expect(hooks.calls).toHaveLength(9);
    const failed = rig.list('delivery-failed');
    expect(failed).toMatchObject([
      { subject: { type: 'system', id: 'notice-channel:hook' }, state: 'active-unacknowledged' },
    ]);
    expect(mail.mails.map(({ data }) => /Subject: (.*)/.exec(data)?.[1])).toEqual([
      '[Waymark] Critical: disk-1 has little room',
      expect.stringContaining('Notices_over'),
    ]);
    hooks.respond(204);
    const dead = rig.store.notices.list({ limit: 10, state: 'failed' });
    expect(dead).toHaveLength(1);
    notices.courier.retry(dead[0]?.key ?? -1);
    await wait(5);
    expect(rig.list('delivery-failed')[0]?.state).toBe('returned-unacknowledged');
    expect(rig.store.notices.list({ limit: 10, state: 'failed' })).toEqual([]);
  });

  it('is given up at once where waiting does not help, and the next one is sent', async () => {
    rule();
    hooks.respond(404);
    raise('disk-1');
    await wait(5);
    expect([log(), rig.list('delivery-failed')[0]?.state]).toEqual([
      ['hook failed 1'],
      'active-unacknowledged',
    ]);
    hooks.respond(204);
    raise('disk-2');
    await wait(5);
    expect([log(), rig.list('delivery-failed')[0]?.state]).toEqual([
      ['hook sent 1', 'hook failed 1'],
      'returned-unacknowledged',
    ]);
  });

  it('is nobody’s concern once its channel is turned off', async () => {
    rule();
    hooks.respond(503);
    raise('disk-1');
    await wait(5);
    const [setup] = rig.store.notices.channels();
    if (setup === undefined) throw new Error('the channel is there');
    channel({ ...setup, enabled: false });
    await wait(15 * 60, 30);
    expect([log()[0]?.split(' ')[1], rig.list('delivery-failed').length]).toEqual(['cancelled', 0]);
  });
});
