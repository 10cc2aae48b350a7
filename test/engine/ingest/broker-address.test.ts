import { describe, expect, it } from 'vitest';

import { parseBrokerAddress } from '#engine/ingest/broker-address.ts';

describe('broker address', () => {
  it('keeps credentials apart from what is shown', () => {
    expect(parseBrokerAddress('mqtts://console:p%40ss%2Fword@broker.example:8883')).toEqual({
      url: 'mqtts://broker.example:8883',
      shown: 'mqtts://broker.example:8883',
      host: 'broker.example:8883',
      username: 'console',
      password: 'p@ss/word',
    });
  });

  it('keeps the query of a WebSocket address for the connection, but does not show it', () => {
    expect(parseBrokerAddress('wss://broker.example/mqtt?token=secret')).toMatchObject({
      url: 'wss://broker.example/mqtt?token=secret',
      shown: 'wss://broker.example/mqtt',
      username: undefined,
      password: undefined,
    });
  });

  it('takes a password with a bare percent sign as it stands', () => {
    expect(parseBrokerAddress('mqtt://a:100%@h').password).toBe('100%');
  });

  it('drops what means nothing to a TCP broker', () => {
    expect(parseBrokerAddress('mqtt://h:1884/?clientId=evil').url).toBe('mqtt://h:1884');
  });

  it.each(['', 'broker:1883', 'http://h', 'mqtt://', 'mqtt://u:hunter2@'])(
    'refuses %j without repeating it',
    (url) => {
      expect(() => parseBrokerAddress(url)).toThrow(/^A broker address starts with mqtt:\/\//);
    },
  );
});
