import { ArrowLeft, Download, Upload } from 'lucide-react';
import { useRef, useState } from 'react';

import type { MappingRow, SourceRow } from '#shared/contract/types.ts';
import { saveText } from '#renderer/charts/save-text.ts';
import { hrefOf, setParams } from '#renderer/data/location-state.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { mappingsText } from '#renderer/text/mappings.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { FileInput } from '#renderer/ui/FileInput.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import { Card } from './Card.tsx';
import { type MappingDraft, draftOf, mappingOf } from './mapping-draft.ts';
import { MappingFacts } from './MappingFacts.tsx';
import { MappingHead } from './MappingHead.tsx';
import styles from './Mappings.module.css';
import { MappingDryRun, MappingRerun, MappingVersions } from './MappingOutcome.tsx';
import { MappingPreview, type Sample } from './MappingPreview.tsx';

const { editor: text } = mappingsText;

export interface MappingEditorProps {
  readonly begin: MappingDraft;
  readonly source: SourceRow | undefined;
  readonly sample: Sample;
  readonly onSaved: () => void;
}

/** A mapping beside what it makes of a message. */
export function MappingEditor({ begin, source, sample, onSaved }: MappingEditorProps) {
  const [draft, setDraft] = useState(begin);
  const [savedVersion, setSavedVersion] = useState(source?.mappingVersion);
  const [problem, setProblem] = useState<string>();
  const put = useCommand('sources.put');
  const toast = useToast();
  const mayCommand = useMayCommand();
  const mapping = mappingOf(draft);

  async function save(): Promise<void> {
    const { sourceId, topicFilter, siteId } = draft;
    if (sourceId.trim() === '' || draft.facts.length === 0) return setProblem(text.missing);
    setProblem(undefined);
    const site = siteId === undefined ? {} : { siteId };
    const outcome = await put.run({ sourceId: sourceId.trim(), topicFilter, ...site, mapping });
    if (!outcome.ok) return;
    setSavedVersion(outcome.value.mappingVersion);
    toast.show({ tone: 'ok', title: text.saved(sourceId) });
    onSaved();
  }

  function replace(next: MappingRow): void {
    setDraft(draftOf(draft, next));
  }

  const failure = problem ?? put.error?.message;
  return (
    <div className={styles['editor']}>
      <div className={styles['bar']}>
        <a href={hrefOf('/settings', { section: 'mappings' })} className={styles['back']}>
          <ArrowLeft size={15} aria-hidden /> {mappingsText.back}
        </a>
        <h2>{text.title(source?.sourceId ?? '')}</h2>
        <span className={styles['actions']}>
          <ImportButton onMapping={replace} onFailed={() => setProblem(text.importFailed)} />
          <Button
            size="sm"
            icon={Download}
            onClick={() =>
              saveText(
                `${draft.sourceId || 'mapping'}.mapping.json`,
                JSON.stringify(mapping, null, 2),
                'application/json',
              )
            }
          >
            {text.exportFile}
          </Button>
          {mayCommand && (
            <Button size="sm" variant="primary" busy={put.isBusy} onClick={() => void save()}>
              {text.save}
            </Button>
          )}
        </span>
      </div>
      {failure !== undefined && (
        <p className={styles['failure']} role="alert">
          {failure}
        </p>
      )}
      <div className={styles['halves']}>
        <div className={styles['half']}>
          <Card title={text.identity}>
            <MappingHead draft={draft} onChange={setDraft} isNew={source === undefined} />
          </Card>
          <Card title={text.facts}>
            <MappingFacts draft={draft} onChange={setDraft} />
          </Card>
        </div>
        <div className={styles['half']}>
          <MappingPreview mapping={mapping} sample={sample} siteId={draft.siteId} />
          {savedVersion !== undefined && (
            <MappingRerun topicFilter={draft.topicFilter} version={savedVersion} />
          )}
          <MappingDryRun mapping={mapping} topicFilter={draft.topicFilter} siteId={draft.siteId} />
          {savedVersion !== undefined && (
            <MappingVersions
              sourceId={draft.sourceId}
              version={savedVersion}
              onRestored={(version, restored) => {
                setSavedVersion(version);
                replace(restored);
                setParams({ source: draft.sourceId }, { replace: true });
                onSaved();
              }}
            />
          )}
        </div>
      </div>
    </div>
  );
}

interface ImportButtonProps {
  readonly onMapping: (mapping: MappingRow) => void;
  readonly onFailed: () => void;
}

function ImportButton({ onMapping, onFailed }: ImportButtonProps) {
  const input = useRef<HTMLInputElement>(null);

  async function read(file: File): Promise<void> {
    try {
      const mapping: unknown = JSON.parse(await file.text());
      if (isMapping(mapping)) onMapping(mapping);
      else onFailed();
    } catch {
      onFailed();
    }
  }

  return (
    <>
      <FileInput
        ref={input}
        label={text.importFile}
        accept="application/json,.json"
        onFile={(file) => void read(file)}
      />
      <Button size="sm" icon={Upload} onClick={() => input.current?.click()}>
        {text.importFile}
      </Button>
    </>
  );
}

/** Enough to show it; the engine checks all of it before it is saved. */
function isMapping(value: unknown): value is MappingRow {
  return typeof value === 'object' && value !== null && 'facts' in value && Array.isArray(value.facts);
}
