import type { TokenEntry } from '#shared/contract/types.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { settingsText } from '#renderer/text/settings.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Time } from '#renderer/ui/Time.tsx';

import styles from './SettingsScreen.module.css';

const { access: text } = settingsText;

export interface TokenTableProps {
  readonly tokens: readonly TokenEntry[];
  /** Absent: a viewer, who may only look. */
  readonly onRevoke?: (token: TokenEntry) => void;
}

/** The tokens that were made, by the beginning of their ids; their secrets are not kept. */
export function TokenTable({ tokens, onRevoke }: TokenTableProps) {
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          <th scope="col">{text.columns.id}</th>
          <th scope="col">{text.columns.role}</th>
          <th scope="col">{text.columns.created}</th>
          <th scope="col">{text.columns.expires}</th>
          {onRevoke !== undefined && (
            <th scope="col" data-align="end">
              <span className="visually-hidden">{text.columns.action}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.tokenId}>
            <th scope="row">
              <code>{token.tokenId.slice(0, 8)}</code>
            </th>
            <td>{text.roleShort[token.role]}</td>
            <td>
              <Time at={token.createdTime} />
            </td>
            <td>
              <Expiry expires={token.expires} />
            </td>
            {onRevoke !== undefined && (
              <td data-align="end">
                <Button
                  size="sm"
                  variant="danger"
                  onClick={() => onRevoke(token)}
                  aria-label={`${text.revoke} ${token.tokenId.slice(0, 8)}`}
                >
                  {text.revoke}
                </Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Expiry({ expires }: { readonly expires: string | undefined }) {
  const now = useNow(60_000);
  if (expires === undefined) return <span>{text.neverExpires}</span>;
  return (
    <>
      <Time at={expires} /> {Date.parse(expires) < now && <Badge tone="warn">{text.expired}</Badge>}
    </>
  );
}
