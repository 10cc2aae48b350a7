import { MapPinPlus } from 'lucide-react';
import { useState } from 'react';

import type { SiteRow } from '#shared/contract/types.ts';

import { setParams, useParam } from '#renderer/data/location-state.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { formatDistance } from '#renderer/text/format.ts';
import { siteSettingsText as text } from '#renderer/text/settings-places.ts';
import { Awaited } from '#renderer/ui/Awaited.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';

import { Card } from './Card.tsx';
import styles from './SettingsScreen.module.css';
import { SiteEditor } from './SiteEditor.tsx';

/** Every site; one that is chosen is drawn on a map. */
export function SitesSection() {
  const { rows, byKey, error } = useLive('sites.live', {});
  const [siteId] = useParam('site');
  const [isNew, setNew] = useState(false);
  const mayCommand = useMayCommand();
  const site = siteId === undefined ? undefined : byKey.get(siteId);
  if (mayCommand && rows !== undefined && (isNew || site !== undefined)) {
    return (
      <SiteEditor
        key={siteId ?? ''}
        site={site}
        sites={rows}
        onDone={() => {
          setNew(false);
          setParams({ site: undefined });
        }}
      />
    );
  }
  const create = (
    <Button size="sm" icon={MapPinPlus} onClick={() => setNew(true)}>
      {text.create}
    </Button>
  );
  return (
    <Card title={text.title} actions={mayCommand && create}>
      <p className={styles['text']}>{text.text}</p>
      <Awaited data={rows} error={error} title={text.failed} />
      {rows?.length === 0 && (
        <EmptyState title={text.emptyTitle} icon={MapPinPlus} action={mayCommand && create}>
          {text.emptyText}
        </EmptyState>
      )}
      {rows !== undefined && rows.length > 0 && <SiteTable sites={rows} mayCommand={mayCommand} />}
    </Card>
  );
}

interface SiteTableProps {
  readonly sites: readonly SiteRow[];
  readonly mayCommand: boolean;
}

function SiteTable({ sites, mayCommand }: SiteTableProps) {
  const sorted = sites.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          <th scope="col">{text.columns.site}</th>
          <th scope="col">{text.columns.kind}</th>
          <th scope="col">{text.columns.shape}</th>
          <th scope="col">{text.columns.zone}</th>
          {mayCommand && (
            <th scope="col" data-align="end">
              <span className="visually-hidden">{text.columns.action}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {sorted.map((site) => (
          <tr key={site.siteId}>
            <th scope="row">
              {site.name} <code className={styles['quiet']}>{site.siteId}</code>
            </th>
            <td>{text.kinds[site.kind]}</td>
            <td>{areaWords(site)}</td>
            <td>{site.timeZone ?? '—'}</td>
            {mayCommand && (
              <td data-align="end">
                <Button
                  size="sm"
                  onClick={() => setParams({ site: site.siteId })}
                  aria-label={text.editLabel(site.name)}
                >
                  {text.edit}
                </Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function areaWords({ area, radiusM }: SiteRow): string {
  if (area !== undefined) return text.polygon((area.coordinates[0]?.length ?? 1) - 1);
  if (radiusM === undefined) return text.point;
  const { value, unit } = formatDistance(radiusM);
  return text.circle(`${value} ${unit}`);
}
