// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { EngineProvider } from '#renderer/data/EngineProvider.tsx';
import { OrderForm } from '#renderer/orders/OrderForm.tsx';
import { ToastRegion } from '#renderer/ui/ToastRegion.tsx';
import { createFakeEngine, type FakeEngine, presenceRow } from '../../support/fake-engine.ts';
import { orderOnItsWay } from '../../support/spoken-order.ts';

let engine: FakeEngine;

beforeEach(() => {
  engine = createFakeEngine();
  engine.setRows('presence', 'engineId', [presenceRow()]);
});
afterEach(() => {
  cleanup();
  engine.client.close();
});

function form(timeZone: string) {
  return (
    <EngineProvider client={engine.client}>
      <ToastRegion>
        <OrderForm
          order={orderOnItsWay()}
          timeZone={timeZone}
          onClose={() => undefined}
          onSaved={() => undefined}
        />
      </ToastRegion>
    </EngineProvider>
  );
}

describe('the form of an order', () => {
  it('stays in the zone it was filled in when the order is told in another', () => {
    const { rerender } = render(form('Asia/Tokyo'));
    const until = (): string => screen.getByLabelText<HTMLInputElement>('Until').value;
    expect(until()).toBe('2026-11-25T02:00');
    rerender(form('Europe/Paris'));
    expect(until()).toBe('2026-11-25T02:00');
    expect(screen.getByText('Times in Asia/Tokyo')).toBeDefined();
  });
});
