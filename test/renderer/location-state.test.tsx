// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  hrefOf,
  navigate,
  parseHash,
  setParams,
  useLocationState,
  useParam,
} from '#renderer/data/location-state.ts';

import { until } from '../support/until.ts';

function Place() {
  const { path, params } = useLocationState();
  const [device, setDevice] = useParam('device');
  return (
    <>
      <output>{`${path} ${JSON.stringify(params)}`}</output>
      <button type="button" onClick={() => setDevice('next & last')}>
        {device ?? 'none'}
      </button>
    </>
  );
}

const shown = (): string | null => screen.getByRole('status').textContent;

beforeEach(() => window.history.replaceState(null, '', '#/'));
afterEach(cleanup);

describe('an address', () => {
  it('holds the screen and everything selected or filtered on it', () => {
    const href = hrefOf('/devices', { device: 'a/b#1 ü', q: 'x=1&y', none: undefined, empty: '' });
    expect(parseHash(href)).toEqual({ path: '/devices', params: { device: 'a/b#1 ü', q: 'x=1&y' } });
  });

  it('that is none is the start page', () => {
    expect([parseHash(''), parseHash('#content')]).toEqual([
      { path: '/', params: {} },
      { path: '/', params: {} },
    ]);
  });
});

describe('moving about', () => {
  it('shows each place at once, and Back and Forward return to it', async () => {
    render(<Place />);
    act(() => navigate('/fleet', { vehicle: 'T-1' }));
    expect(shown()).toBe('/fleet {"vehicle":"T-1"}');
    act(() => navigate('/devices'));
    expect(shown()).toBe('/devices {}');
    await act(async () => {
      window.history.back();
      await until('the page to go back', () => window.location.hash.startsWith('#/fleet'));
    });
    expect(shown()).toBe('/fleet {"vehicle":"T-1"}');
  });

  it('changes one parameter and leaves the others', () => {
    render(<Place />);
    act(() => navigate('/devices', { q: 'cold' }));
    act(() => screen.getByRole('button').click());
    expect(shown()).toBe('/devices {"q":"cold","device":"next & last"}');
    act(() => setParams({ device: undefined }));
    expect(shown()).toBe('/devices {"q":"cold"}');
  });

  it('leaves no trace in the history while a filter is typed', () => {
    render(<Place />);
    act(() => navigate('/devices'));
    const { length } = window.history;
    act(() => {
      setParams({ q: 'c' }, { replace: true });
      setParams({ q: 'co' }, { replace: true });
    });
    expect([shown(), window.history.length]).toEqual(['/devices {"q":"co"}', length]);
  });
});
