import { alertsHref } from './alert-links.ts';
import { AlertLink } from './AlertLink.tsx';
import { useAlertsOfOrder } from './use-alerts.ts';

/** The open alerts that affect an order, as a number that leads to them. */
export function OrderAlertMark({ orderNumber }: { readonly orderNumber: string }) {
  const alerts = useAlertsOfOrder(orderNumber);
  return <AlertLink alerts={alerts} href={alertsHref({ order: orderNumber })} isShort />;
}
