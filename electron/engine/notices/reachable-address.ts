import { BlockList, isIP } from 'node:net';

/** Networks no webhook may reach unless somebody allowed it: this machine, private, shared, reserved, group and mapped ones. */
const internalV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;
const internalV6 = [
  // Everything outside the global unicast space, and within it what stands for other addresses or for none.
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

// Apart, since in one list every IPv4 address would also be looked for as the IPv6 address it is mapped to.
const internal = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [network, bits] of internalV4) internal.ipv4.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of internalV6) internal.ipv6.addSubnet(network, bits, 'ipv6');

/** Addresses and networks somebody allowed. Throws a sentence for one that is neither. */
export function allowList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const version = isIP(address);
    const most = version === 4 ? 32 : 128;
    const width = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Infinity;
    if (version === 0 || width > most || entry.split('/').length > 2)
      throw new Error(`${entry} is neither an address nor a network such as 10.1.0.0/16.`);
    list.addSubnet(address, width, version === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

/** Where an address may be called: it is public, or it was allowed by name. Text that is no address may not. */
export function reachOf(address: string, allowed: BlockList): 'public' | 'allowed' | 'refused' {
  const version = isIP(address);
  if (version === 0) return 'refused';
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (allowed.check(address, family)) return 'allowed';
  return internal[family].check(address, family) ? 'refused' : 'public';
}
