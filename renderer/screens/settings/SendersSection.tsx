import { CarrierCodesCard } from './CarrierCodesCard.tsx';
import { SendersCard } from './SendersCard.tsx';

/** Shops and tracking services that send here by themselves, and what the codes of carriers mean. */
export function SendersSection() {
  return (
    <>
      <SendersCard />
      <CarrierCodesCard />
    </>
  );
}
