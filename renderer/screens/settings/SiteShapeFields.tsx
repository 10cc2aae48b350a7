import { useState } from 'react';

import { siteSettingsText } from '#renderer/text/settings-places.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { TextArea } from '#renderer/ui/TextArea.tsx';

import { cornersText, readCorners, type SiteDraft, type SiteProblems } from './site-draft.ts';
import styles from './SitesSection.module.css';

const { form: text } = siteSettingsText;

export interface SiteShapeFieldsProps {
  readonly draft: SiteDraft;
  readonly problems: SiteProblems;
  readonly onChange: (patch: Partial<SiteDraft>) => void;
}

/** The same as on the map, as numbers. */
export function SiteShapeFields({ draft, problems, onChange }: SiteShapeFieldsProps) {
  if (draft.shape === 'polygon')
    return <CornersField draft={draft} problems={problems} onChange={onChange} />;
  return (
    <div className={styles['fields']}>
      <Field label={text.lat} error={problems.place}>
        <Input value={draft.lat} onValueChange={(lat) => onChange({ lat })} inputMode="decimal" />
      </Field>
      <Field label={text.lon}>
        <Input value={draft.lon} onValueChange={(lon) => onChange({ lon })} inputMode="decimal" />
      </Field>
      <Field label={text.radius} error={problems.radiusM}>
        <Input value={draft.radiusM} onValueChange={(radiusM) => onChange({ radiusM })} inputMode="numeric" />
      </Field>
    </div>
  );
}

function CornersField({ draft, problems, onChange }: SiteShapeFieldsProps) {
  // What is typed stays as it is until every line of it is a place.
  const [typed, setTyped] = useState<string>();
  const isWrong = typed !== undefined && readCorners(typed) === undefined;
  return (
    <Field
      label={text.corners}
      hint={text.cornersHint}
      error={isWrong ? text.cornersWrong : problems.corners}
    >
      <TextArea
        value={typed ?? cornersText(draft.corners)}
        onValueChange={(next) => {
          setTyped(next);
          const corners = readCorners(next);
          if (corners !== undefined) onChange({ corners });
        }}
        onBlur={() => setTyped(undefined)}
      />
    </Field>
  );
}
