import { chromium } from '@playwright/test';
import { readFileSync } from 'node:fs';
const info = JSON.parse(readFileSync(process.argv[2] + '/station.json', 'utf8'));
const pages = process.argv[3].split(',');
const size = (process.argv[4] ?? '1280x720').split('x').map(Number);
const theme = process.argv[5] ?? 'light';
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'] });
const ctx = await b.newContext({ viewport: { width: size[0], height: size[1] }, colorScheme: theme });
const p = await ctx.newPage();
p.on('console', (m) => { if (m.type() === 'error') console.log('console', m.text()); });
p.on('pageerror', (e) => console.log('pageerror', e.message));
const key = await (await fetch(info.url + '/api/v1/login-key', { headers: { authorization: 'Bearer ' + info.token } })).json();
await p.goto(key.openUrl ?? info.openUrl);
await p.waitForTimeout(2500);
for (const path of pages) {
  await p.goto(info.url + '/#' + path);
  await p.waitForTimeout(3500);
  const name = '/tmp/shot-' + path.replace(/[^a-z]+/gi, '_') + '-' + size[0] + '-' + theme + '.png';
  await p.screenshot({ path: name });
  console.log(name);
}
await b.close();
