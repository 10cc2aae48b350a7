import { describe, expect, it } from 'vitest';

import { isOwnPage, isOwnRequest, mayOpenOutside } from '../../electron/main/navigation-policy.ts';

const built = { url: 'app://waymark/index.html' };
const developed = { url: 'http://localhost:5173/' };

describe('a window', () => {
  it('may show the page, wherever in it', () => {
    expect(isOwnPage('app://waymark/index.html', built)).toBe(true);
    expect(isOwnPage('app://waymark/index.html#/orders?order=1', built)).toBe(true);
    expect(isOwnPage('http://localhost:5173/#/fleet', developed)).toBe(true);
  });

  it.each([
    'app://waymark/assets/main.js',
    'app://waymark/',
    'app://evil/index.html',
    'app://user:pass@waymark/index.html',
    'app://waymark.evil/index.html',
    'https://waymark/index.html',
    'http://localhost:5173/',
    'file:///index.html',
    'about:blank',
    'javascript:alert(1)',
    'data:text/html,x',
    '',
  ])('may not show %s', (address) => {
    expect(isOwnPage(address, built)).toBe(false);
  });

  it('may load from its own origin only, and what it makes itself', () => {
    const own = [
      'app://waymark/assets/a.js',
      'blob:app://waymark/1',
      'data:image/png;base64,AA',
      'devtools://devtools/x',
    ];
    const foreign = [
      'https://example.com/',
      'http://127.0.0.1:4680/api/v1/stats',
      'ws://127.0.0.1/',
      'file:///etc/passwd',
      'app://other/x',
      '',
    ];
    expect(own.map((url) => isOwnRequest(url, built))).toEqual(own.map(() => true));
    expect(foreign.map((url) => isOwnRequest(url, built))).toEqual(foreign.map(() => false));
  });

  it('may reach the development server while the page is developed', () => {
    expect(isOwnRequest('ws://localhost:5173/', developed)).toBe(true);
    expect(isOwnRequest('http://localhost:9999/', developed)).toBe(false);
  });

  it('hands the system’s browser nothing but the sites that the map names', () => {
    expect(mayOpenOutside('https://www.geonames.org')).toBe(true);
    expect(mayOpenOutside('mailto:a%40example.com?subject=x&body=y')).toBe(true);
    const others = [
      'http://www.geonames.org',
      'https://geonames.org.evil.example',
      'https://u:p@www.geonames.org/',
      'file:///bin/sh',
      'smb://x/y',
      'mailto:a@example.com?attach=/etc/passwd',
      'mailto:a@example.com?bcc=b@example.com',
      '',
    ];
    expect(others.map(mayOpenOutside)).toEqual(others.map(() => false));
  });
});
