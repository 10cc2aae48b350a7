import mqtt from 'mqtt';

import { expect, openConsole, test } from './support/console.ts';
import { accessibilityFaults, cutOffText, sidewaysScrolls } from './support/looks.ts';

const topic = 'cellar/REIMS/RACK-4/up';

test('a quarantined message becomes facts: a mapping is made from it, tried, saved and all are run again', async ({
  page,
  ownStation,
}) => {
  await ownStation.api('PUT', '/sources/cellar', { topicFilter: 'cellar/+/+/up' });
  const client = await mqtt.connectAsync(ownStation.brokerUrl);
  for (const minute of [0, 1, 2]) {
    const payload = { ts: 1_780_300_800 + minute * 60, temperature: 11.5 + minute, battery: 80 };
    await client.publishAsync(topic, JSON.stringify(payload), { qos: 1 });
  }
  await client.endAsync();

  await openConsole(page, ownStation, '/devices?tab=quarantine');
  await page
    .getByRole('row', { name: /RACK-4/ })
    .first()
    .click();
  await page.getByRole('link', { name: 'Make a mapping from this message' }).click();
  await expect(page).toHaveURL(/section=mappings/);

  const preview = page.getByRole('region', { name: 'What it makes of this message' });
  await expect(preview.getByText('Understood')).toBeVisible();
  await expect(preview.getByRole('row', { name: /RACK-4.*Temperature/ })).toBeVisible();
  const value = page.getByRole('group', { name: 'Fact 1: Reading' }).getByRole('textbox', { name: 'Value' });
  await value.fill('temperature +');
  await expect(preview.getByText('Mapping failed')).toBeVisible();
  await value.fill('temperature');
  await expect(preview.getByText('Understood')).toBeVisible();
  const looks = [
    ...(await accessibilityFaults(page)),
    ...(await sidewaysScrolls(page)),
    ...(await cutOffText(page)),
  ];
  expect(looks).toEqual([]);

  await page.getByRole('textbox', { name: 'Source' }).fill('cellar');
  await page.getByRole('button', { name: 'Try on what is kept' }).click();
  await expect(page.getByText('3 quarantined messages could be used')).toBeVisible();
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  await page.getByRole('button', { name: 'Run all again' }).click();
  await expect(page.getByText('3 stored, 0 still not usable')).toBeVisible();
  await expect(page.getByText('in force').first()).toBeVisible();

  const path = `/observations?topic=${encodeURIComponent(topic)}`;
  const { items } = (await ownStation.api<{ items: { time: string; type: string }[] }>('GET', path)).body;
  const times = items.filter(({ type }) => type === 'Temperature').map(({ time }) => time);
  expect(times).toEqual(['2026-06-01T08:02:00Z', '2026-06-01T08:01:00Z', '2026-06-01T08:00:00Z']);
  const { ingest } = (await ownStation.api<{ ingest: Record<string, number> }>('GET', '/stats')).body;
  expect([ingest['received'], ingest['stored'], ingest['quarantined']]).toEqual([3, 3, 0]);
});
