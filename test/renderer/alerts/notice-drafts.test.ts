import { describe, expect, it } from 'vitest';

import {
  channelDraftOf,
  channelProblems,
  channelPut,
  idOf,
  isSound,
  ruleDraftOf,
  ruleProblems,
  rulePut,
} from '#renderer/screens/settings/notice-draft.ts';
import { noticeRequests } from '#shared/contract/notices.ts';
import type { NoticeChannelRow, NoticeRuleEntry } from '#shared/contract/types.ts';

const mail: NoticeChannelRow = {
  channelId: 'night',
  name: 'Night desk',
  kind: 'email',
  enabled: true,
  email: {
    host: 'mail.example.com',
    port: 465,
    security: 'tls',
    username: 'console',
    from: 'a@b.example',
    to: ['c@d.example', 'e@f.example'],
  },
  hasSecret: true,
};

const rule: NoticeRuleEntry = {
  ruleId: 'cold',
  name: 'Cold',
  enabled: true,
  kinds: ['freeze'],
  minSeverity: 'medium',
  assignTo: 'Ada',
  quietHours: { from: '22:00', to: '06:00', exceptFrom: 'critical' },
  steps: [
    { afterS: 0, channelIds: ['night'] },
    { afterS: 900, channelIds: ['night', 'hook'] },
  ],
};

describe('the form of a channel', () => {
  it('gives what it was made of, without a secret unless one is typed', () => {
    const { hasSecret: _, ...plain } = mail;
    expect(channelPut(channelDraftOf(mail), 'night')).toEqual(plain);
    const typed = channelPut({ ...channelDraftOf(mail), secret: 's' }, 'night');
    expect(noticeRequests['noticeChannels.put'].params.parse(typed)).toMatchObject({ secret: 's' });
    const hook = { ...channelDraftOf(undefined), name: 'Hook', kind: 'webhook', url: 'https://x.y' } as const;
    expect(channelPut({ ...hook, allow: '10.0.0.1; 10.1.0.0/16 ' }, 'hook').webhook).toEqual({
      url: 'https://x.y',
      allow: ['10.0.0.1', '10.1.0.0/16'],
    });
  });

  it('says what is missing', () => {
    const empty = channelDraftOf(undefined);
    expect(Object.keys(channelProblems({ ...empty, port: '0' }))).toEqual([
      'name',
      'host',
      'from',
      'to',
      'port',
    ]);
    expect(Object.keys(channelProblems({ ...empty, kind: 'webhook' }))).toEqual(['name', 'url']);
  });
});

describe('the form of a rule', () => {
  it('gives what it was made of', () => {
    expect(rulePut(ruleDraftOf(rule), 'cold')).toEqual(rule);
    expect(isSound(ruleProblems(ruleDraftOf(rule)))).toBe(true);
  });

  it('says what is wrong with it', () => {
    const draft = {
      ...ruleDraftOf(rule),
      name: ' ',
      quietTo: '25:00',
      steps: [
        { key: 4, afterMin: '10', channelIds: ['night'] },
        { key: 7, afterMin: '10', channelIds: [] },
      ],
    };
    const problems = ruleProblems(draft);
    expect([Object.keys(problems), Object.keys(problems.steps)]).toEqual([
      ['name', 'quietTo', 'steps'],
      ['7'],
    ]);
    const nothing = ruleProblems({ ...ruleDraftOf(rule), steps: [], assignTo: '' });
    expect(nothing.whole).toBeDefined();
  });

  it('takes a time of day with one digit, and half a minute', () => {
    const draft = { ...ruleDraftOf(rule), quietTo: '6:30' };
    const steps = [{ key: 0, afterMin: '0,5', channelIds: ['night'] }];
    expect(rulePut({ ...draft, steps }, 'cold')).toMatchObject({
      quietHours: { to: '06:30' },
      steps: [{ afterS: 30 }],
    });
  });
});

it('an id comes from the name and is nobody else’s', () => {
  expect(idOf(' Nacht & Kühlung! ', new Set())).toBe('nacht-kühlung');
  expect(idOf('Night', new Set(['night', 'night-2']))).toBe('night-3');
  expect(idOf('!!!', new Set())).toBe('notice');
});
