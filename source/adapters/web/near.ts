import {BlockList, isIP, type LookupFunction} from 'node:net';

/** An address that only who runs trueup may name. */
export class NearError extends Error {
	override readonly name = 'NearError';
	readonly address: string;

	constructor(address: string) {
		super(`${address} is near`);
		this.address = address;
	}
}

/** This machine, what is on its own link, and where clouds tell a machine its secrets. */
const near = new BlockList();
for (const [network, bits] of [
	['0.0.0.0', 8],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	// Alibaba's, and Azure's.
	['100.100.100.200', 32],
	['168.63.129.16', 32],
] as const) {
	near.addSubnet(network, bits, 'ipv4');
}

for (const [network, bits] of [
	['::', 127],
	['fe80::', 10],
	// Amazon's, and Google's.
	['fd00:ec2::254', 128],
	['fd20:ce::254', 128],
	// The same in IPv4, translated.
	['64:ff9b::7f00:0', 104],
	['64:ff9b::a9fe:0', 112],
] as const) {
	near.addSubnet(network, bits, 'ipv6');
}

export function isNear(address: string): boolean {
	return near.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** The address that a URL names without a name, where that is near. */
export function nearAddressOf({hostname}: URL): string | undefined {
	const address = hostname.replace(/^\[(.*)\]$/, '$1');
	return isIP(address) > 0 && isNear(address) ? address : undefined;
}

/** Looks up a name for a connection, which is made to what was checked here, and to nothing else. */
export function lookUpFar(look: LookupFunction): LookupFunction {
	return (hostname, options, done) =>
		look(hostname, options, (error, found, family) => {
			const addresses = typeof found === 'string' ? [found] : (found ?? []).map(({address}) => address);
			const wrong = error ? undefined : addresses.find(isNear);
			done(wrong === undefined ? error : new NearError(wrong), found, family);
		});
}
