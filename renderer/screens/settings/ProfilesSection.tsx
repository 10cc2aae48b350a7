import { Plus } from 'lucide-react';
import { useState } from 'react';

import type { TemperatureProfileRow } from '#shared/contract/types.ts';

import { SeverityMark } from '#renderer/alerts/SeverityMark.tsx';
import { hrefOf, useParam } from '#renderer/data/location-state.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { limitWords, profilesText } from '#renderer/text/profiles.ts';
import { profileSettingsText as text } from '#renderer/text/settings-places.ts';
import { Awaited } from '#renderer/ui/Awaited.tsx';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Button } from '#renderer/ui/Button.tsx';

import { Card } from './Card.tsx';
import { ProfileDialog } from './ProfileDialog.tsx';
import styles from './ProfilesSection.module.css';

type Editing = { readonly profile: TemperatureProfileRow | undefined } | undefined;

/** The limits goods are kept within. */
export function ProfilesSection() {
  const { data, error, refresh } = useQuery('profiles.list', {});
  const [chosen] = useParam('profile');
  const [editing, setEditing] = useState<Editing>();
  const mayCommand = useMayCommand();
  const profiles = data?.items ?? [];
  return (
    <>
      <Card
        title={text.title}
        actions={
          mayCommand && (
            <Button size="sm" icon={Plus} onClick={() => setEditing({ profile: undefined })}>
              {text.create}
            </Button>
          )
        }
      >
        <p className={styles['text']}>{text.text}</p>
        <Awaited data={data} error={error} title={text.failed} onRetry={refresh} />
        <ul>
          {profiles.map((profile) => (
            <ProfileItem
              key={profile.id}
              profile={profile}
              isChosen={profile.id === chosen}
              onEdit={mayCommand ? () => setEditing({ profile }) : undefined}
            />
          ))}
        </ul>
      </Card>
      {editing !== undefined && (
        <ProfileDialog
          profile={editing.profile}
          profiles={profiles}
          onSaved={() => {
            setEditing(undefined);
            refresh();
          }}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  );
}

interface ProfileItemProps {
  readonly profile: TemperatureProfileRow;
  readonly isChosen: boolean;
  readonly onEdit: (() => void) | undefined;
}

function ProfileItem({ profile, isChosen, onEdit }: ProfileItemProps) {
  return (
    <li
      className={styles['profile']}
      aria-current={isChosen || undefined}
      ref={(element) => {
        if (isChosen) element?.scrollIntoView({ block: 'nearest' });
      }}
    >
      <div className={styles['profileHead']}>
        <h3>{profile.name}</h3>
        <code className={styles['id']}>{profile.id}</code>
        {profile.builtIn && <Badge tip={text.builtInTip}>{profilesText.builtIn}</Badge>}
        <span className={styles['actions']}>
          <a href={hrefOf('/cold-chain', { profile: profile.id })}>{text.usedBy}</a>
          {onEdit !== undefined && (
            <Button size="sm" onClick={onEdit} aria-label={text.editLabel(profile.name)}>
              {text.edit}
            </Button>
          )}
        </span>
      </div>
      <ul className={styles['limits']}>
        {profile.limits.map((limit, index) => (
          <li key={`${index} ${limitWords(limit)}`} className={styles['limitLine']}>
            <SeverityMark severity={limit.severity} />
            <span>
              {limit.quantity === 'RelativeHumidity' && `${profilesText.quantities.RelativeHumidity} `}
              {limitWords(limit)}
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
}
