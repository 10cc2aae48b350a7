// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { EngineProvider } from '#renderer/data/EngineProvider.tsx';
import { ImportDialog } from '#renderer/orders/ImportDialog.tsx';
import { createFakeEngine, type FakeEngine, presenceRow } from '../../support/fake-engine.ts';
import { at } from '../../support/spoken-order.ts';

interface Sent {
  readonly url: string;
  readonly body: string;
}

const done = {
  jobId: 'j',
  state: 'done',
  rows: 3,
  total: 3,
  accepted: 3,
  rejected: 0,
  orders: 2,
  listed: 2,
  startTime: at(0),
  endTime: at(0),
};
let engine: FakeEngine;
let sent: Sent[];
let answers: { readonly status: number; readonly body: unknown }[];

beforeEach(() => {
  engine = createFakeEngine();
  engine.setRows('presence', 'engineId', [presenceRow()]);
  sent = [];
  answers = [];
  // The station's HTTP API, which files go to in a browser.
  vi.stubGlobal('fetch', (url: string, { body }: { body: string }) => {
    sent.push({ url, body });
    const { status, body: answer } = answers.shift() ?? { status: 500, body: {} };
    return Promise.resolve(new Response(JSON.stringify(answer), { status }));
  });
  render(
    <EngineProvider client={engine.client}>
      <ImportDialog onClose={() => undefined} onSeeOrders={() => undefined} />
    </EngineProvider>,
  );
});

afterEach(() => {
  cleanup();
  engine.client.close();
  vi.unstubAllGlobals();
  localStorage.clear();
});

async function choose(content: BlobPart): Promise<void> {
  const file = new File([content], 'week 47.csv', { type: 'text/csv' });
  await act(async () => {
    fireEvent.change(screen.getByLabelText('CSV file of orders'), { target: { files: [file] } });
    await Promise.resolve();
  });
}

async function told(text: string | RegExp): Promise<void> {
  await waitFor(() => expect(screen.getByText(text)).toBeDefined());
}

describe('importing a file of orders', () => {
  it('says what was taken', async () => {
    answers = [{ status: 200, body: done }];
    await choose('orderNumber\nWM-1\nWM-2\n');
    await told('2 orders from 3 lines: everything was taken');
    expect(sent).toEqual([{ url: '/api/v1/imports/orders', body: 'orderNumber\nWM-1\nWM-2\n' }]);
  });

  it('offers the rejected lines with their reasons, and says how the file was read', async () => {
    answers = [
      { status: 200, body: { ...done, accepted: 2, rejected: 1, rejectedCsv: 'reason,line\nbad,3' } },
    ];
    await choose(Uint8Array.of(0x4c, 0xe9));
    await told('2 orders taken, 1 line rejected');
    expect(screen.getByRole('button', { name: 'Save the rejected lines' })).toBeDefined();
    await told('The file is not UTF-8; it was read as Windows-1252.');
  });

  it('asks which column is what where no column is the order number, and leaves out the rest', async () => {
    const error = {
      code: 'invalid-request',
      message: 'No column orderNumber.',
      details: { header: ['No.', 'Email', 'Notes'] },
    };
    answers = [
      { status: 400, body: { error } },
      { status: 200, body: done },
    ];
    await choose('No.,Email,Notes\n1,a@b.example,\n');
    await told('Which column is what?');
    fireEvent.change(screen.getByLabelText('Column “No.” is'), { target: { value: 'orderNumber' } });
    fireEvent.click(screen.getByRole('button', { name: 'Import with these columns' }));
    await told(/everything was taken/);
    const { search } = new URL(sent[1]?.url ?? '', 'http://station.example');
    expect(JSON.parse(new URLSearchParams(search).get('mapping') ?? '')).toEqual({
      'No.': 'orderNumber',
      Email: 'customer.email',
      Notes: '',
    });
  });

  it('lets rejected lines be corrected where they are shown, and imports them again', async () => {
    const rejectedLines = 'reason,line,orderNumber,promised.until\npromised.until: not a time,3,WM-2,soon';
    answers = [
      { status: 200, body: { ...done, accepted: 2, rejected: 1, rejectedCsv: rejectedLines } },
      { status: 200, body: { ...done, jobId: 'k', rows: 1, total: 1, accepted: 1, orders: 1, listed: 1 } },
    ];
    await choose('orderNumber,promised.until\nWM-1,\nWM-2,soon\n');
    await told('2 orders taken, 1 line rejected');
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Import the corrected lines' });
    expect(button.disabled).toBe(true);
    fireEvent.change(screen.getByLabelText('promised.until of line 3'), {
      target: { value: '2026-12-01T12:00:00Z' },
    });
    fireEvent.click(button);
    await told(/everything was taken/);
    expect(sent[1]?.body).toBe(
      'reason,line,orderNumber,promised.until\r\npromised.until: not a time,3,WM-2,2026-12-01T12:00:00Z',
    );
  });

  it('remembers what the columns of a file stand for, and proposes by what the cells look like', async () => {
    const error = { code: 'invalid-request', message: 'No column orderNumber.', details: { header: [] } };
    answers = [
      { status: 400, body: { error } },
      { status: 200, body: done },
      { status: 200, body: done },
    ];
    const file = 'A,B,C\nWM-1077,a@b.example,\n';
    await choose(file);
    await told('Which column is what?');
    fireEvent.click(screen.getByRole('button', { name: 'Import with these columns' }));
    await told(/everything was taken/);
    await choose(file);
    await waitFor(() => expect(sent).toHaveLength(3));
    const mappings = sent
      .slice(1)
      .map(({ url }) => new URLSearchParams(new URL(url, 'http://station.example').search).get('mapping'));
    expect(mappings).toEqual(Array(2).fill('{"A":"orderNumber","B":"customer.email","C":""}'));
  });

  it('says why it failed in the words of the engine', async () => {
    answers = [
      { status: 400, body: { error: { code: 'invalid-request', message: 'The file is not CSV: line 1.' } } },
    ];
    await choose('"');
    await told(/The file is not CSV: line 1\./);
  });

  it('does not send an empty file', async () => {
    await choose('');
    await told('The file is empty.');
    expect(sent).toEqual([]);
  });

  it('can be stopped while its orders are entered, and says how they are taken back', async () => {
    const entering = { ...done, state: 'running', step: 'entering', orders: 5000, listed: 2000 } as const;
    let job: ReturnType<typeof jobNow> = jobNow(entering);
    function jobNow(now: object) {
      return { ...done, state: 'running' as 'running' | 'cancelled', ...now };
    }
    engine.answer('orders.importJob', () => job);
    engine.answer('orders.cancelImport', () => (job = jobNow({ ...entering, step: 'undoing' })));
    answers = [{ status: 200, body: entering }];
    await choose('orderNumber\nWM-1\n');
    await told(/2,000 of 5,000 orders entered/);
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await told(/2,000 orders still to be taken back/);
    expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
    job = { ...done, state: 'cancelled', accepted: 0, orders: 1, listed: 1 };
    await told('The import was stopped; 1 order stayed because somebody has worked on it since');
  });
});
