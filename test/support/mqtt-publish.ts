import { connectAsync, type MqttClient } from 'mqtt';

/** A device: what it publishes is acknowledged before it goes on. */
export interface Device {
  position(time: Date, lat: number, lon: number): Promise<void>;
  reading(seq: number, temperatureC: number): Promise<void>;
  scan(code: string, bizStep: string): Promise<void>;
  end(): Promise<void>;
}

/** A device of site LYON with its own connection. */
export async function connectDevice(brokerUrl: string, deviceId: string): Promise<Device> {
  const client: MqttClient = await connectAsync(brokerUrl, { clientId: deviceId, reconnectPeriod: 0 });
  const publish = async (kind: string, payload: unknown): Promise<void> => {
    await client.publishAsync(`waymark/v1/LYON/${deviceId}/${kind}`, JSON.stringify(payload), { qos: 1 });
  };
  return {
    position: (time, lat, lon) => publish('position', { time: time.toISOString(), lat, lon, speedMps: 3 }),
    reading: (seq, temperatureC) =>
      publish('reading', { time: new Date().toISOString(), temperatureC, boot: 'a', seq }),
    scan: (code, bizStep) => publish('scan', { time: new Date().toISOString(), codes: [code], bizStep }),
    end: () => client.endAsync(true),
  };
}
