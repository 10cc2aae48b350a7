import type { ParamsIn } from '#shared/contract/index.ts';
import type { NoticeChannelRow, NoticeRuleEntry } from '#shared/contract/types.ts';
import type { AlertKind, Severity } from '#shared/domain/alert.ts';

import { noticesText } from '#renderer/text/notices.ts';

type PutChannel = ParamsIn<'noticeChannels.put'>;
type PutRule = ParamsIn<'noticeRules.put'>;

/** A channel as it stands in the form. */
export interface ChannelDraft {
  readonly name: string;
  readonly kind: NoticeChannelRow['kind'];
  readonly enabled: boolean;
  readonly host: string;
  readonly port: string;
  readonly security: NonNullable<NoticeChannelRow['email']>['security'];
  readonly username: string;
  readonly from: string;
  readonly to: string;
  readonly url: string;
  readonly allow: string;
  readonly secret: string;
}

export type Problems<Draft> = Partial<Record<keyof Draft, string>>;

export function channelDraftOf(channel: NoticeChannelRow | undefined): ChannelDraft {
  const { email, webhook } = channel ?? {};
  return {
    name: channel?.name ?? '',
    kind: channel?.kind ?? 'email',
    enabled: channel?.enabled ?? true,
    host: email?.host ?? '',
    port: String(email?.port ?? 587),
    security: email?.security ?? 'starttls',
    username: email?.username ?? '',
    from: email?.from ?? '',
    to: email?.to.join(', ') ?? '',
    url: webhook?.url ?? '',
    allow: webhook?.allow.join(', ') ?? '',
    secret: '',
  };
}

export function channelProblems(draft: ChannelDraft): Problems<ChannelDraft> {
  const { channel: text } = noticesText;
  const needed =
    draft.kind === 'email' ? (['name', 'host', 'from', 'to'] as const) : (['name', 'url'] as const);
  const problems: Problems<ChannelDraft> = {};
  for (const field of needed) if (draft[field].trim() === '') problems[field] = text.missing;
  const port = Number(draft.port);
  if (draft.kind === 'email' && !(Number.isInteger(port) && port >= 1 && port <= 65_535))
    problems.port = text.wrongPort;
  return problems;
}

export function channelPut(draft: ChannelDraft, channelId: string): PutChannel {
  const { kind, enabled, security, secret } = draft;
  const username = draft.username.trim();
  return {
    channelId,
    name: draft.name.trim(),
    kind,
    enabled,
    ...(secret === '' ? {} : { secret }),
    ...(kind === 'email'
      ? {
          email: {
            host: draft.host.trim(),
            port: Number(draft.port),
            security,
            ...(username === '' ? {} : { username }),
            from: draft.from.trim(),
            to: listOf(draft.to),
          },
        }
      : { webhook: { url: draft.url.trim(), allow: listOf(draft.allow) } }),
  };
}

export interface StepDraft {
  readonly key: number;
  readonly afterMin: string;
  readonly channelIds: readonly string[];
}

/** A rule as it stands in the form; `exceptFrom` '': nothing is told in quiet hours. */
export interface RuleDraft {
  readonly name: string;
  readonly enabled: boolean;
  readonly minSeverity: Severity;
  readonly kinds: readonly AlertKind[];
  readonly assignTo: string;
  readonly steps: readonly StepDraft[];
  readonly quietFrom: string;
  readonly quietTo: string;
  readonly exceptFrom: Severity | '';
}

export function ruleDraftOf(rule: NoticeRuleEntry | undefined): RuleDraft {
  return {
    name: rule?.name ?? '',
    enabled: rule?.enabled ?? true,
    minSeverity: rule?.minSeverity ?? 'high',
    kinds: rule?.kinds ?? [],
    assignTo: rule?.assignTo ?? '',
    steps: (rule?.steps ?? [{ afterS: 0, channelIds: [] }]).map(({ afterS, channelIds }, key) => ({
      key,
      afterMin: String(afterS / 60),
      channelIds,
    })),
    quietFrom: rule?.quietHours?.from ?? '',
    quietTo: rule?.quietHours?.to ?? '',
    exceptFrom: rule === undefined ? 'critical' : (rule.quietHours?.exceptFrom ?? ''),
  };
}

export interface RuleProblems extends Problems<Pick<RuleDraft, 'name' | 'quietFrom' | 'quietTo'>> {
  /** By the key of the step. */
  readonly steps: Readonly<Record<number, { readonly afterMin?: string; readonly channelIds?: string }>>;
  readonly whole?: string;
}

const mostMinutes = 1440;
const clockTime = /^([01]?\d|2[0-3]):[0-5]\d$/;

export function ruleProblems(draft: RuleDraft): RuleProblems {
  const { rule: text } = noticesText;
  const isQuiet = draft.quietFrom.trim() !== '' || draft.quietTo.trim() !== '';
  const wrongTime = (value: string) =>
    isQuiet && !clockTime.test(value.trim()) ? text.wrongTime : undefined;
  const [name, quietFrom, quietTo] = [
    draft.name.trim() === '' ? text.missing : undefined,
    wrongTime(draft.quietFrom),
    wrongTime(draft.quietTo),
  ];
  const isNothing = draft.steps.length === 0 && draft.assignTo.trim() === '';
  return {
    ...(name === undefined ? {} : { name }),
    ...(quietFrom === undefined ? {} : { quietFrom }),
    ...(quietTo === undefined ? {} : { quietTo }),
    ...(isNothing ? { whole: text.nothing } : {}),
    steps: stepProblems(draft.steps),
  };
}

function stepProblems(steps: readonly StepDraft[]): RuleProblems['steps'] {
  const { rule: text } = noticesText;
  let before = -1;
  const found = steps.flatMap(({ key, afterMin, channelIds }) => {
    const minutes = afterMin.trim() === '' ? Number.NaN : Number(afterMin.replace(',', '.'));
    const isWrong = !(minutes >= 0 && minutes <= mostMinutes && minutes > before);
    if (!isWrong) before = minutes;
    const problems = {
      ...(isWrong ? { afterMin: text.wrongMinutes } : {}),
      ...(channelIds.length === 0 ? { channelIds: text.noChannel } : {}),
    };
    return Object.keys(problems).length === 0 ? [] : [[key, problems] as const];
  });
  return Object.fromEntries(found);
}

/** True when nothing is wrong with a form. */
export function isSound({ steps, ...rest }: RuleProblems): boolean {
  return Object.keys(rest).length === 0 && Object.keys(steps).length === 0;
}

export function rulePut(draft: RuleDraft, ruleId: string): PutRule {
  const { enabled, minSeverity, kinds, exceptFrom } = draft;
  const assignTo = draft.assignTo.trim();
  const [from, to] = [draft.quietFrom, draft.quietTo].map((time) => time.trim().padStart(5, '0'));
  const isQuiet = draft.quietFrom.trim() !== '';
  return {
    ruleId,
    name: draft.name.trim(),
    enabled,
    minSeverity,
    kinds: [...kinds],
    ...(assignTo === '' ? {} : { assignTo }),
    ...(isQuiet && from !== undefined && to !== undefined
      ? { quietHours: { from, to, ...(exceptFrom === '' ? {} : { exceptFrom }) } }
      : {}),
    steps: draft.steps.map(({ afterMin, channelIds }) => ({
      afterS: Math.round(Number(afterMin.replace(',', '.')) * 60),
      channelIds: [...channelIds],
    })),
  };
}

/** An id from a name that nothing else has. */
export function idOf(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 100);
  const base = plain === '' ? 'notice' : plain;
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}

function listOf(text: string): string[] {
  return text
    .split(/[,;\s]+/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
