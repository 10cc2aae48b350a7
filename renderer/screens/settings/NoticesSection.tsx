import { useQuery } from '#renderer/data/use-query.ts';

import { ChannelsCard } from './ChannelsCard.tsx';
import { DeliveriesCard } from './DeliveriesCard.tsx';
import { NoticeRulesCard } from './NoticeRulesCard.tsx';
import { SoundCard } from './SoundCard.tsx';

/** Who is told of alerts, when and how; and what came of it. */
export function NoticesSection() {
  const channels = useQuery('noticeChannels.list', {});
  const items = channels.data?.items;
  return (
    <>
      <ChannelsCard channels={items} error={channels.error} onChanged={channels.refresh} />
      <NoticeRulesCard channels={items ?? []} />
      <SoundCard />
      <DeliveriesCard refreshKey={channels.loadedAt} />
    </>
  );
}
