import { describe, expect, it, vi } from 'vitest';

import type { Observation } from '#shared/domain/observation.ts';
import { groupAlerts } from '#shared/domain/alert-groups.ts';

import type { AlertRig } from '../../support/alert-rig.ts';
import { eachWithRig } from '../../support/each-with-rig.ts';

const minute = 60_000;

let rig: AlertRig;
eachWithRig((started) => (rig = started));

// A busy machine needs long for four hundred devices.
vi.setConfig({ testTimeout: 90_000 });

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `S-${index}`);

function place(devices: readonly string[], siteOf: (index: number) => string): void {
  devices.forEach((deviceId, index) => rig.store.devices.configure({ deviceId, siteId: siteOf(index) }));
}

/** Every device says something each minute. */
function talk(devices: readonly string[], minutes: number): void {
  for (let passed = 0; passed < minutes; passed += 1) {
    rig.clock.advance(minute);
    rig.sendAll(devices.map((deviceId) => [rig.reading(deviceId, rig.clock.now(), 5)]));
  }
}

const open = (): string[] =>
  rig
    .list()
    .filter(({ state }) => state !== 'normal' && state !== 'suppressed')
    .map(({ kind, subject, state }) => `${kind} ${subject.type}:${subject.id} ${state}`);

describe('devices behind one gateway that falls silent', () => {
  it('are one alarm that names it, while others at the same site talk on', () => {
    const [behind, others] = [names(6), names(12).slice(6)];
    place([...behind, ...others], () => 'LYON');
    for (let passed = 0; passed < 20; passed += 1) {
      rig.clock.advance(minute);
      const said = (deviceId: string, gateway: string): Observation[] => [
        Object.assign(rig.reading(deviceId, rig.clock.now(), 5), { gateway }),
      ];
      rig.sendAll([
        ...(passed < 6 ? behind.map((id) => said(id, 'gw-1')) : []),
        ...others.map((id) => said(id, 'gw-2')),
      ]);
    }
    expect(open()).toEqual(['device-silent system:gateway gw-1 active-unacknowledged']);
    expect(rig.list().find(({ subject }) => subject.type === 'system')?.message).toBe(
      'The gateway gw-1 is likely down: 6 devices that it carried fell silent at one time.',
    );
  });
});

describe('four hundred devices that fall silent at one time', () => {
  it('are one alarm, and those that stay silent are alarms of their own once the others are back', () => {
    const devices = names(400);
    place(devices, (index) => `site-${index % 4}`);
    talk(devices, 6);
    rig.clock.advance(10 * minute);
    expect(open()).toEqual(['device-silent system:devices active-unacknowledged']);
    const [cause] = rig.list().filter(({ subject }) => subject.type === 'system');
    expect(cause?.message).toContain('400 devices of several sites');
    const covered = rig.list().filter(({ causedBy }) => causedBy === cause?.alertId);
    expect(covered).toHaveLength(400);
    expect(groupAlerts(rig.list().filter(({ state }) => state !== 'normal' && state)).length).toBeLessThan(3);
    talk(devices.slice(0, 398), 2);
    rig.clock.advance(5000);
    expect(open().toSorted()).toEqual([
      'device-silent system:devices returned-unacknowledged',
      'sensor-silent device:S-398 active-unacknowledged',
      'sensor-silent device:S-399 active-unacknowledged',
    ]);
  });

  it('keep what was acknowledged, over a restart', () => {
    const devices = names(30);
    place(devices, () => 'LYON');
    talk(devices, 6);
    rig.clock.advance(10 * minute);
    const [cause] = rig.list().filter(({ subject }) => subject.type === 'site');
    rig.alerts.decide(cause?.alertId ?? '', { kind: 'acknowledge', who: 'owner', note: 'Gateway.' });
    rig.restart();
    rig.clock.advance(5 * minute);
    expect(open()).toEqual(['device-silent site:LYON active-acknowledged']);
  });
});

describe('a broker without a link', () => {
  it('is an alarm after ten seconds, from when it was lost, and over with the link', () => {
    rig.link('offline');
    const lost = rig.clock.now();
    rig.clock.advance(9000);
    expect(open()).toEqual([]);
    rig.clock.advance(3000);
    expect(open()).toEqual(['broker-down system:test active-unacknowledged']);
    expect(Date.parse(rig.list('broker-down')[0]?.startTime ?? '')).toBe(lost);
    rig.link('connected');
    rig.clock.advance(2000);
    expect(open()).toEqual(['broker-down system:test returned-unacknowledged']);
  });

  it('that is back within moments is none', () => {
    for (let times = 0; times < 5; times += 1) {
      rig.link('offline');
      rig.clock.advance(5000);
      rig.link('connected');
      rig.clock.advance(5000);
    }
    expect(rig.list('broker-down')).toEqual([]);
  });
});

describe('what is out of service', () => {
  it('is set aside, now and when it happens again, until somebody returns it', () => {
    const tell = (holds: boolean) =>
      rig.alerts.tellSystem({ kind: 'disk-low', id: 'disk', holds, severity: 'critical', message: 'Full.' });
    tell(true);
    const id = rig.list()[0]?.alertId ?? '';
    const decide = (kind: 'out-of-service' | 'in-service', note?: string) =>
      rig.alerts.decide(id, { kind, who: 'owner', note });
    expect(() => decide('out-of-service')).toThrow('note is required');
    expect(() => decide('in-service', 'Why.')).toThrow('not out of service');
    decide('out-of-service', 'The disk is being changed.');
    rig.clock.advance(minute);
    tell(false);
    rig.clock.advance(minute);
    rig.restart();
    tell(true);
    expect(rig.list().map(({ state }) => state)).toEqual(['out-of-service', 'out-of-service']);
    decide('in-service', 'Changed.');
    expect(rig.list().map(({ state }) => state)).toEqual([
      'returned-unacknowledged',
      'active-unacknowledged',
    ]);
    expect(rig.list()[0]?.notes.map(({ action }) => action)).toEqual(['out-of-service', 'in-service']);
  });
});

describe('an alarm that comes again and again', () => {
  it('says how often in a row, and begins anew after ten quiet minutes', () => {
    const flap = (): void => {
      for (const holds of [true, false])
        rig.alerts.tellSystem({
          kind: 'disk-low',
          id: 'disk',
          holds,
          severity: 'critical',
          message: 'Full.',
        });
    };
    for (let times = 0; times < 4; times += 1) {
      flap();
      rig.clock.advance(minute);
    }
    rig.clock.advance(10 * minute);
    flap();
    expect(rig.list().map(({ repeats }) => repeats)).toEqual([undefined, 2, 3, 4, undefined]);
    expect(groupAlerts(rig.list())).toHaveLength(1);
  });
});
