import { useMemo } from 'react';

import type { AlertRow } from '#shared/contract/types.ts';

import { useLive } from '#renderer/data/use-live.ts';

import { isOpen, isWaiting, sortAlerts } from './alert-order.ts';

const none: readonly AlertRow[] = [];

/** How many alerts are open, and how many of them nobody has acknowledged. */
export function useAlertCounts(): { readonly open: number; readonly waiting: number } {
  const { rows = none } = useLive('alerts.live', {});
  return useMemo(
    () => ({ open: rows.filter(isOpen).length, waiting: rows.filter(isWaiting).length }),
    [rows],
  );
}

/** The open alerts about a vehicle and what is on it, worst first. */
export function useAlertsOfVehicle(vehicleId: string): readonly AlertRow[] {
  const { rows = none } = useLive('alerts.live', {});
  return useMemo(() => {
    const isAbout = (alert: AlertRow): boolean =>
      alert.vehicleId === vehicleId || (alert.subject.type === 'vehicle' && alert.subject.id === vehicleId);
    return sortAlerts(rows.filter((alert) => isOpen(alert) && isAbout(alert)));
  }, [rows, vehicleId]);
}

/** The open alerts that affect an order, worst first. */
export function useAlertsOfOrder(orderNumber: string): readonly AlertRow[] {
  const { rows = none } = useLive('alerts.live', {});
  return useMemo(
    () => sortAlerts(rows.filter((alert) => isOpen(alert) && alert.orderNumbers.includes(orderNumber))),
    [rows, orderNumber],
  );
}
