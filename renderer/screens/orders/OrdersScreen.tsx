import { useLocationState } from '#renderer/data/location-state.ts';
import { OrderBrowser } from './OrderBrowser.tsx';
import { OrderPage } from './OrderPage.tsx';

/** Orders: found by anything a caller may say, listed by what they need, and each with everything known of it. */
export function OrdersScreen() {
  const { order } = useLocationState().params;
  return order === undefined ? <OrderBrowser /> : <OrderPage key={order} orderNumber={order} />;
}
