import { ArrowLeft } from 'lucide-react';
import { type FormEvent, lazy, Suspense, useState } from 'react';

import type { SiteRow } from '#shared/contract/types.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { commonText } from '#renderer/text/common.ts';
import { siteSettingsText } from '#renderer/text/settings-places.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { SegmentedControl } from '#renderer/ui/SegmentedControl.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import { Card } from './Card.tsx';
import { type SiteDraft, siteDraftOf, siteProblems, type SiteProblems, sitePut } from './site-draft.ts';
import { SiteShapeFields } from './SiteShapeFields.tsx';
import styles from './SitesSection.module.css';

const { form: text, kinds } = siteSettingsText;
// The order of the words is the order of the list; their keys are the kinds there are.
const kindList = Object.keys(kinds) as (keyof typeof kinds)[];
// The map is large and only needed here.
const SiteMap = lazy(async () => ({ default: (await import('./SiteMap.tsx')).SiteMap }));

export interface SiteEditorProps {
  /** undefined: a new one. */
  readonly site: SiteRow | undefined;
  readonly sites: readonly SiteRow[];
  readonly onDone: () => void;
}

/** Draws and describes a site. */
export function SiteEditor({ site, sites, onDone }: SiteEditorProps) {
  const [draft, setDraft] = useState(() => siteDraftOf(site));
  const [isTried, setTried] = useState(false);
  const [others] = useState(() => sites.filter(({ siteId }) => siteId !== site?.siteId));
  const put = useCommand('sites.put');
  const toast = useToast();
  const change = (patch: Partial<SiteDraft>): void => setDraft((was) => ({ ...was, ...patch }));
  const taken = new Set(site === undefined ? sites.map(({ siteId }) => siteId) : []);
  const all = siteProblems(draft, taken);
  const problems = isTried ? all : {};

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    const params = Object.keys(all).length > 0 || put.isBusy ? undefined : sitePut(draft);
    if (params === undefined) return;
    const outcome = await put.run(params);
    if (!outcome.ok) return;
    toast.show({ tone: 'ok', title: text.saved(params.name) });
    onDone();
  }

  return (
    <Card
      title={site === undefined ? text.createTitle : text.editTitle(site.name)}
      actions={
        <Button size="sm" variant="ghost" icon={ArrowLeft} onClick={onDone}>
          {text.back}
        </Button>
      }
    >
      <form className={styles['editor']} onSubmit={(event) => void save(event)}>
        <NameFields draft={draft} isNew={site === undefined} problems={problems} onChange={change} />
        <div className={styles['shapeHead']}>
          <SegmentedControl<SiteDraft['shape']>
            label={text.shape}
            value={draft.shape}
            onChange={(shape) => change({ shape })}
            options={[
              { value: 'circle', label: text.shapes.circle },
              { value: 'polygon', label: text.shapes.polygon },
            ]}
          />
          <p className={styles['aside']}>{draft.shape === 'circle' ? text.circleHint : text.polygonHint}</p>
        </div>
        <Suspense fallback={<p className={styles['map']}>{text.loading}</p>}>
          <SiteMap draft={draft} others={others} onChange={change} />
        </Suspense>
        <SiteShapeFields draft={draft} problems={problems} onChange={change} />
        <div className={styles['fields']}>
          <Field label={text.zone} hint={text.zoneHint} error={problems.timeZone}>
            <Input value={draft.timeZone} onValueChange={(timeZone) => change({ timeZone })} maxLength={64} />
          </Field>
          <Field label={text.gln} hint={text.glnHint} error={problems.gln}>
            <Input
              value={draft.gln}
              onValueChange={(gln) => change({ gln })}
              maxLength={13}
              inputMode="numeric"
            />
          </Field>
        </div>
        {put.error !== undefined && (
          <p className={styles['failure']} role="alert">
            {put.error.message}
          </p>
        )}
        <div className={styles['foot']}>
          <Button variant="primary" type="submit" busy={put.isBusy}>
            {text.save}
          </Button>
          <Button onClick={onDone}>{commonText.cancel}</Button>
        </div>
      </form>
    </Card>
  );
}

interface NameFieldsProps {
  readonly draft: SiteDraft;
  readonly isNew: boolean;
  readonly problems: SiteProblems;
  readonly onChange: (patch: Partial<SiteDraft>) => void;
}

function NameFields({ draft, isNew, problems, onChange }: NameFieldsProps) {
  return (
    <div className={styles['fields']}>
      <Field label={text.name} error={problems.name}>
        <Input value={draft.name} onValueChange={(name) => onChange({ name })} maxLength={200} />
      </Field>
      <Field label={text.id} {...(isNew ? { hint: text.idHint } : {})} error={problems.siteId}>
        <Input
          value={draft.siteId}
          onValueChange={(siteId) => onChange({ siteId })}
          maxLength={256}
          disabled={!isNew}
        />
      </Field>
      <Field label={text.kind}>
        <Select
          value={draft.kind}
          onValueChange={(kind) => onChange({ kind })}
          options={kindList.map((value) => ({ value, label: kinds[value] }))}
        />
      </Field>
    </div>
  );
}
