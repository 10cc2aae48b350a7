import { FileText } from 'lucide-react';
import { useState } from 'react';

import { saveBase64 } from '#renderer/charts/save-text.ts';
import { asContractError } from '#renderer/data/contract-error.ts';
import { useEngine } from '#renderer/data/engine-context.ts';
import { alertCaseText } from '#renderer/text/alert-case.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import styles from './AlertsScreen.module.css';

const formats = ['pdf', 'json', 'csv'] as const;
type Format = (typeof formats)[number];

/** Saves the report of an excursion, and the data it is bound to by their hashes. */
export function ReportButtons({ alertId }: { readonly alertId: string }) {
  const { client } = useEngine();
  const toast = useToast();
  const [busy, setBusy] = useState<Format>();
  const text = alertCaseText.report;

  async function save(format: Format): Promise<void> {
    setBusy(format);
    try {
      const file = await client.request('alerts.reportFile', { alertId, format });
      saveBase64(file.fileName, file.base64, file.mediaType);
      toast.show({ tone: 'ok', title: text.saved(file.fileName) });
    } catch (failure) {
      toast.show({ tone: 'bad', title: text.failed, detail: asContractError(failure).message });
    } finally {
      setBusy(undefined);
    }
  }

  return (
    <Section title={text.title}>
      <p className={styles['meaning']}>{text.hint}</p>
      <div className={styles['decisions']}>
        {formats.map((format) => (
          <Button
            key={format}
            size="sm"
            {...(format === 'pdf' ? { icon: FileText } : {})}
            busy={busy === format}
            onClick={() => void save(format)}
          >
            {text.buttons[format]}
          </Button>
        ))}
      </div>
    </Section>
  );
}
