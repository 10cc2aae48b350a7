import { Link2 } from 'lucide-react';
import { useState } from 'react';

import { useCommand } from '#renderer/data/use-command.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { orderPageText as text } from '#renderer/text/order-page.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

interface CustomerLinkProps {
  readonly orderNumber: string;
  readonly timeZone: string;
}

/** Makes a link to the page of the order that a customer may look at, and shows it this once. */
export function CustomerLink({ orderNumber, timeZone }: CustomerLinkProps) {
  const [link, setLink] = useState<{ readonly url: string; readonly expires: string }>();
  const create = useCommand('trackingLinks.create');
  const mayCommand = useMayCommand();
  const toast = useToast();

  async function make(): Promise<void> {
    const outcome = await create.run({ orderNumber });
    if (outcome.ok) setLink(outcome.value);
    else toast.show({ tone: 'bad', title: text.linkFailed });
  }

  if (!mayCommand) return null;
  return (
    <>
      <Button icon={Link2} busy={create.isBusy} onClick={() => void make()} data-tip={text.linkTip}>
        {text.link}
      </Button>
      {link !== undefined && (
        <Dialog
          open
          onOpenChange={() => setLink(undefined)}
          title={text.linkTitle}
          description={
            <p>
              {text.linkText} <Time at={link.expires} timeZone={timeZone} />.
            </p>
          }
        >
          <p>
            <a href={link.url} target="_blank" rel="noreferrer">
              {link.url}
            </a>{' '}
            <CopyButton text={link.url} label={text.linkCopy} />
          </p>
        </Dialog>
      )}
    </>
  );
}
