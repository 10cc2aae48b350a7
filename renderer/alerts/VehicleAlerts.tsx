import { alertsText } from '#renderer/text/alerts.ts';
import { formatCount } from '#renderer/text/format.ts';
import { Section } from '#renderer/ui/Section.tsx';

import { AlertItems } from './AlertItems.tsx';
import { useAlertsOfVehicle } from './use-alerts.ts';

/** The open alerts about a vehicle and what is on it; nothing where there are none. */
export function VehicleAlerts({ vehicleId }: { readonly vehicleId: string }) {
  const alerts = useAlertsOfVehicle(vehicleId);
  if (alerts.length === 0) return null;
  return (
    <Section title={alertsText.openOf(formatCount(alerts.length))}>
      <AlertItems alerts={alerts} />
    </Section>
  );
}
