import { expect, openConsole, test } from './support/console.ts';
import { accessibilityFaults, cutOffText, sidewaysScrolls } from './support/looks.ts';
import { screens } from '#renderer/screens/index.ts';
test('smoke', async ({ page, station }) => {
  await openConsole(page, station, '/devices');
  for (const place of [...screens.map(s=>s.path), '/fleet?vehicle=truck-7', '/fleet?vehicle=van-2','/sensors?sensor=FRIDGE-7', '/devices?tab=quarantine', '/devices?device=GATEWAY-1', '/settings?section=broker','/settings?section=formats','/settings?section=access','/settings?section=data','/settings?section=about']) {
    await page.goto(station.url + '/#' + place);
    await page.waitForTimeout(1500);
    const t = performance.now();
    const a = await accessibilityFaults(page);
    const t2 = performance.now();
    console.log(place, Math.round(t2-t), Math.round(performance.now()-t2), {a, s: await sidewaysScrolls(page), c: await cutOffText(page)});
    await page.screenshot({path:`/tmp/e2e/shots/w${place.replace(/[^a-z0-9]+/gi,'_')}.png`});
  }
});
