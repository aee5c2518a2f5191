/** What a registry asks for. */
export type Challenge =
	| {readonly kind: 'basic'}
	| {readonly kind: 'bearer'; readonly realm: string; readonly service: string};

/** Reads `WWW-Authenticate`; a token is better than a password that goes along with each request. */
export function parseChallenge(header: string): Challenge | undefined {
	const parameters = /(?:^|,)\s*bearer\s+(.*)$/i.exec(header)?.[1];
	if (parameters === undefined) {
		return /(?:^|,)\s*basic(?:\s|$)/i.test(header) ? {kind: 'basic'} : undefined;
	}

	const pairs = [...parameters.matchAll(/([a-z]+)=(?:"([^"]*)"|([^\s",]+))/gi)];
	const values = new Map(pairs.map(([, key = '', quoted, plain]) => [key.toLowerCase(), quoted ?? plain ?? '']));
	return {kind: 'bearer', realm: values.get('realm') ?? '', service: values.get('service') ?? ''};
}
