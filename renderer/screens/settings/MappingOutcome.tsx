import { History, Play, RotateCw } from 'lucide-react';
import { useState } from 'react';

import type { DryRunResult, MappingRow } from '#shared/contract/types.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { formatCount } from '#renderer/text/format.ts';
import { mappingsText } from '#renderer/text/mappings.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Time } from '#renderer/ui/Time.tsx';

import { Card } from './Card.tsx';
import { factWords } from './fact-words.ts';
import styles from './Mappings.module.css';

const { dryRun: dryText, rerun: rerunText, versions: versionText } = mappingsText;
const changes = ['new', 'changed', 'lost', 'same'] as const;

export interface MappingDryRunProps {
  readonly mapping: MappingRow;
  readonly topicFilter: string;
  readonly siteId: string | undefined;
}

/** What a mapping would have made of the messages that are kept, against what was made of them. */
export function MappingDryRun({ mapping, topicFilter, siteId }: MappingDryRunProps) {
  const [asked, setAsked] = useState<{ readonly turn: number; readonly mapping: MappingRow }>();
  const { data, error, isLoading } = useQuery(
    'mappings.dryRun',
    asked === undefined
      ? undefined
      : { mapping: asked.mapping, topicFilter, ...(siteId === undefined ? {} : { siteId }) },
    { refreshKey: asked?.turn },
  );
  return (
    <Card
      title={dryText.title}
      actions={
        <Button
          size="sm"
          icon={Play}
          busy={isLoading}
          onClick={() => setAsked({ turn: (asked?.turn ?? 0) + 1, mapping })}
        >
          {dryText.run}
        </Button>
      }
    >
      <p className={styles['hint']}>{dryText.text}</p>
      {error !== undefined && (
        <p className={styles['failure']} role="alert">{`${dryText.failed}: ${error.message}`}</p>
      )}
      {data !== undefined && <DryRunOutcome result={data} />}
    </Card>
  );
}

function DryRunOutcome({ result }: { readonly result: DryRunResult }) {
  const { messages, quarantined, isCut, facts, usable, refused, problems, samples } = result;
  return (
    <>
      <p role="status">
        {dryText.summary(formatCount(messages), formatCount(quarantined))}
        {isCut && ` (${dryText.cut})`}. {dryText.usable(formatCount(usable))};{' '}
        {dryText.refused(formatCount(refused))}.
      </p>
      <p className={styles['counts']}>
        {changes.map((change) => (
          <Badge key={change} tone={change === 'lost' && facts.lost > 0 ? 'warn' : 'quiet'}>
            {`${formatCount(facts[change])} ${dryText.counts[change]}`}
          </Badge>
        ))}
      </p>
      <ul className={styles['problems']}>
        {problems.map(({ detail }) => (
          <li key={detail}>{detail}</li>
        ))}
      </ul>
      {samples.length > 0 && (
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">{dryText.columns.change}</th>
              <th scope="col">{dryText.columns.before}</th>
              <th scope="col">{dryText.columns.after}</th>
            </tr>
          </thead>
          <tbody>
            {samples.map(({ change, before, after }, index) => (
              <tr key={`${index} ${change}`}>
                <td>{dryText.counts[change]}</td>
                <td>{before === undefined ? '' : factWords(before)}</td>
                <td>
                  {after !== undefined && (
                    <>
                      <Time at={after.time} /> {after.deviceId}: {factWords(after)}
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

export interface MappingRerunProps {
  readonly topicFilter: string;
  readonly version: number;
}

/** Runs everything of the source that is in quarantine again, with the saved mapping. */
export function MappingRerun({ topicFilter, version }: MappingRerunProps) {
  const retry = useCommand('quarantine.retryTopic');
  const mayCommand = useMayCommand();
  const [done, setDone] = useState<{
    readonly stored: number;
    readonly rest: number;
    readonly detail: string;
  }>();

  async function runAll(): Promise<void> {
    let [stored, rest, detail] = [0, 0, ''];
    let after: string | undefined;
    do {
      const outcome = await retry.run({ topicFilter, ...(after === undefined ? {} : { after }) });
      if (!outcome.ok) return;
      stored += outcome.value.stored + outcome.value.duplicate + outcome.value.ignored;
      rest += outcome.value.quarantined;
      if (outcome.value.detail !== '') ({ detail } = outcome.value);
      after = outcome.value.next;
    } while (after !== undefined);
    setDone({ stored, rest, detail });
  }

  return (
    <Card
      title={rerunText.title}
      actions={
        mayCommand && (
          <Button size="sm" icon={RotateCw} busy={retry.isBusy} onClick={() => void runAll()}>
            {rerunText.run}
          </Button>
        )
      }
    >
      <p className={styles['hint']}>
        {rerunText.text} {versionText.version(formatCount(version))} {versionText.inForce}.
      </p>
      <p role="status">
        {done !== undefined && rerunText.result(formatCount(done.stored), formatCount(done.rest))}
        {done !== undefined && done.detail !== '' && `: ${done.detail}`}
      </p>
      {retry.error !== undefined && (
        <p className={styles['failure']} role="alert">{`${rerunText.failed}: ${retry.error.message}`}</p>
      )}
    </Card>
  );
}

export interface MappingVersionsProps {
  readonly sourceId: string;
  /** The one in force; asked again when it changes. */
  readonly version: number;
  readonly onRestored: (version: number, mapping: MappingRow) => void;
}

/** Every save, and a way back. */
export function MappingVersions({ sourceId, version, onRestored }: MappingVersionsProps) {
  const { data } = useQuery('mappings.versions', { sourceId }, { refreshKey: version });
  const restore = useCommand('mappings.restore');
  const mayCommand = useMayCommand();

  async function take(wanted: number, mapping: MappingRow): Promise<void> {
    const outcome = await restore.run({ sourceId, version: wanted });
    if (outcome.ok) onRestored(outcome.value.version, mapping);
  }

  return (
    <Card title={versionText.title}>
      <p className={styles['hint']}>{versionText.text}</p>
      <ul className={styles['versions']}>
        {data?.items.map((each) => (
          <li key={each.version}>
            <span>{versionText.version(formatCount(each.version))}</span>
            <Time at={each.savedTime} withAge />
            <span className={styles['by']}>{`${versionText.by} ${each.savedBy}`}</span>
            {each.inForce ? (
              <Badge tone="ok">{versionText.inForce}</Badge>
            ) : (
              mayCommand && (
                <Button
                  size="sm"
                  icon={History}
                  aria-label={versionText.restoreLabel(formatCount(each.version))}
                  onClick={() => void take(each.version, each.mapping)}
                >
                  {versionText.restore}
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
      {restore.error !== undefined && (
        <p className={styles['failure']} role="alert">
          {restore.error.message}
        </p>
      )}
    </Card>
  );
}
