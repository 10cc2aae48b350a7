import { describe, expect, it } from 'vitest';

import type { ImportJob } from '#engine/handlers/import-jobs.ts';
import type { SiteRow } from '#shared/contract/types.ts';
import { DomainError } from '#shared/result.ts';

import { createContractEngine, owner, site, viewer } from '../support/contract-engine.ts';
import { contractHosts } from '../support/contract-hosts.ts';
import { connected, openSession, until } from '../support/contract-session.ts';

const token = {
  tokenId: 'T1',
  role: 'viewer',
  createdTime: '2026-11-22T08:00:00.000Z',
  token: 'canary',
} as const;

describe.each(contractHosts)('commands over $name', ({ open }) => {
  it('are carried out once under one id, over reconnects too', async () => {
    const puts: SiteRow[] = [];
    let finish: (() => void) | undefined;
    const { client, engine, host } = await openSession(open, {
      handlers: {
        'sites.put': async (params) => {
          puts.push(params);
          await new Promise<void>((resolve) => {
            finish = resolve;
          });
          return params;
        },
      },
    });
    const commandId = client.newCommandId();
    const lost = client.request('sites.put', site('A'), { commandId }).catch((error: unknown) => error);
    await until(() => expect(puts).toHaveLength(1));
    host.dropAll();
    expect(await lost).toMatchObject({ code: 'unavailable', retryable: true });
    engine.clock.advance(1000);
    await connected(client);
    const again = client.request('sites.put', site('A'), { commandId });
    await client.request('sites.list', {}).catch(() => undefined);
    finish?.();
    expect(await again).toEqual(site('A'));
    expect(await client.request('sites.put', site('A'), { commandId })).toEqual(site('A'));
    expect(puts).toHaveLength(1);
    expect(engine.audit.entries).toHaveLength(1);
  });

  it('get an id of their own from the client', async () => {
    const { client, engine } = await openSession(open, { handlers: { 'sites.put': (params) => params } });
    await client.request('sites.put', site('A'));
    await client.request('sites.put', site('A'));
    expect(engine.audit.entries.map(({ commandId }) => commandId)).toEqual(['command-1', 'command-2']);
  });

  it('refuse an id that was used for something else', async () => {
    const { client } = await openSession(open, { handlers: { 'sites.put': (params) => params } });
    await client.request('sites.put', site('A'), { commandId: 'mine' });
    const other = client.request('sites.put', site('B'), { commandId: 'mine' });
    await expect(other).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('commands', () => {
  it('may be tried again under their id after they failed', async () => {
    let attempts = 0;
    const { callHandler, audit } = createContractEngine({
      handlers: {
        'sites.put': (params) => {
          attempts += 1;
          if (attempts === 1) throw new DomainError('unavailable', 'The disk is full.');
          return params;
        },
      },
    });
    const call = { name: 'sites.put', params: site('A'), session: owner, commandId: 'again' } as const;
    await expect(callHandler(call)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await callHandler(call)).toEqual(site('A'));
    const entry = { name: 'sites.put', session: owner, params: site('A') };
    const error = { code: 'unavailable', message: 'The disk is full.', retryable: true };
    expect(audit.entries).toEqual([
      { ...entry, outcome: { error } },
      { ...entry, commandId: 'again', outcome: { result: site('A') } },
    ]);
  });

  it('are written down without an id too; refused ones and queries are not', async () => {
    const { callHandler, audit } = createContractEngine({
      handlers: { 'sites.put': (params) => params, 'sites.list': () => ({ items: [] }) },
    });
    await callHandler({ name: 'sites.put', params: site('A'), session: owner });
    await callHandler({ name: 'sites.list', params: {}, session: owner });
    const refused = callHandler({ name: 'sites.put', params: site('A'), session: viewer });
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    expect(audit.entries).toEqual([
      { name: 'sites.put', session: owner, params: site('A'), outcome: { result: site('A') } },
    ]);
  });

  it('leave no secret in the audit, and show a new token only once', async () => {
    const { callHandler, audit } = createContractEngine({
      handlers: {
        'devices.put': () => {
          throw new DomainError('conflict', 'No.');
        },
        'tokens.create': () => token,
      },
    });
    const put = { deviceId: 'D1', key: 'canary' };
    await callHandler({ name: 'devices.put', params: put, session: owner }).catch(() => undefined);
    const create = {
      name: 'tokens.create',
      params: { role: 'viewer' },
      session: owner,
      commandId: 'T',
    } as const;
    expect(await callHandler(create)).toEqual(token);
    await expect(callHandler(create)).rejects.toMatchObject({ code: 'conflict', details: { tokenId: 'T1' } });
    expect(JSON.stringify(audit.entries)).not.toContain('canary');
    expect(audit.entries.map(({ params }) => params)).toEqual([
      { deviceId: 'D1', key: '(secret)' },
      { role: 'viewer' },
    ]);
  });

  it('leave of a file only which one it was, and are known again by it, as are those that kept it whole', async () => {
    let imports = 0;
    const { callHandler, audit } = createContractEngine({
      checkOutput: false,
      handlers: {
        'orders.import': () => {
          imports += 1;
          return { jobId: `J${imports}`, rejectedCsv: 'reason,customer.name\nno number,Zoë' } as ImportJob;
        },
      },
    });
    const params = { csv: 'orderNumber,customer.name\nWM-1,Zoë\n' };
    const call = { name: 'orders.import', params, session: owner } as const;
    expect(await callHandler({ ...call, commandId: 'new' })).toHaveProperty('rejectedCsv');
    const sha256 = '44809d2120c61bd6428b9263d9a3c018bc9e6d02b0ca4b88f73567b35437c375';
    expect(audit.entries.map((entry) => entry.params)).toEqual([{ csv: { sha256, bytes: 36 } }]);
    expect(JSON.stringify(audit.entries)).not.toContain('Zoë');
    expect(await callHandler({ ...call, commandId: 'new' })).toEqual({ jobId: 'J1' });
    const other = callHandler({ ...call, params: { csv: 'another' }, commandId: 'new' });
    await expect(other).rejects.toMatchObject({ code: 'conflict' });
    audit.record({ ...call, commandId: 'old', outcome: { result: { jobId: 'J0' } } });
    expect(await callHandler({ ...call, commandId: 'old' })).toEqual({ jobId: 'J0' });
    expect(imports).toBe(1);
  });

  it.each(['', 'x'.repeat(129)])('refuse an id of unreasonable length', async (commandId) => {
    const { callHandler } = createContractEngine({ handlers: { 'sites.put': (params) => params } });
    const call = callHandler({ name: 'sites.put', params: site('A'), session: owner, commandId });
    await expect(call).rejects.toMatchObject({ code: 'invalid-request' });
  });
});
