import { orderPageText } from '#renderer/text/order-page.ts';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import styles from './OrderPage.module.css';

/** The page to be: the number is known, the rest is on its way. */
export function PageLoading({ orderNumber }: { readonly orderNumber: string }) {
  return (
    <div className={styles['waiting']} role="status">
      <h1 className={styles['waitingTitle']}>{orderNumber}</h1>
      <span className="visually-hidden">{orderPageText.loading}</span>
      <Skeleton width={70} />
      <Skeleton width={48} />
      <Skeleton width={90} />
    </div>
  );
}
