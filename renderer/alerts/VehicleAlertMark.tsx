import { alertsHref } from './alert-links.ts';
import { AlertLink } from './AlertLink.tsx';
import { useAlertsOfVehicle } from './use-alerts.ts';

/** The open alerts about a vehicle and what is on it, as a number that leads to them. */
export function VehicleAlertMark({ vehicleId }: { readonly vehicleId: string }) {
  const alerts = useAlertsOfVehicle(vehicleId);
  return <AlertLink alerts={alerts} href={alertsHref({ subject: `vehicle:${vehicleId}` })} isShort />;
}
