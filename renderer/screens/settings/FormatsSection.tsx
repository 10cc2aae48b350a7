import { useQuery } from '#renderer/data/use-query.ts';
import { settingsText } from '#renderer/text/settings.ts';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';

import { Card } from './Card.tsx';
import styles from './SettingsScreen.module.css';

const { formats: text } = settingsText;

/** Every device format the engine understands, and the topics it listens to. */
export function FormatsSection() {
  const { data, error, refresh } = useQuery('engine.info', {});
  const formats = data?.formats;
  return (
    <Card title={text.title}>
      <p className={styles['text']}>{text.text}</p>
      {formats === undefined &&
        (error === undefined ? <Skeleton width={40} /> : <ErrorState error={error} onRetry={refresh} />)}
      {formats?.length === 0 && <p className={styles['quiet']}>{text.empty}</p>}
      {formats !== undefined && formats.length > 0 && (
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">{text.columns.title}</th>
              <th scope="col">{text.columns.vendor}</th>
              <th scope="col">{text.columns.topics}</th>
            </tr>
          </thead>
          <tbody>
            {formats.map((format) => (
              <tr key={format.id}>
                <th scope="row">
                  {format.title}
                  <br />
                  <code className={styles['quiet']}>{format.id}</code>
                </th>
                <td>{format.vendor}</td>
                <td>
                  {format.topics.map((topic) => (
                    <div key={topic}>
                      <code>{topic}</code>
                    </div>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
