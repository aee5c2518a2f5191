import {expect, test} from 'vitest';
import {serve} from './harness.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const things = '/apis/example.com/v1/namespaces/default/things';

const definition = {
	metadata: {name: 'things.example.com'},
	spec: {
		group: 'example.com',
		scope: 'Namespaced',
		names: {plural: 'things', kind: 'Thing', shortNames: ['th']},
		versions: [
			{
				name: 'v1',
				served: true,
				storage: true,
				subresources: {status: {}, scale: {specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas'}},
				additionalPrinterColumns: [{name: 'Size', type: 'integer', jsonPath: '.spec.size'}],
				schema: {
					openAPIV3Schema: {
						type: 'object',
						properties: {
							spec: {
								type: 'object',
								properties: {size: {type: 'integer', default: 3}, replicas: {type: 'integer'}},
							},
							status: {type: 'object', properties: {replicas: {type: 'integer'}}},
						},
					},
				},
			},
		],
	},
};

test('a definition is served at once: in discovery, in OpenAPI, with defaults, columns and scale', async () => {
	await using server = await serve();
	expect(await server.ask({path: '/apis/example.com/v1'})).toMatchObject({status: 404});
	await server.ask({method: 'POST', path: definitions, body: definition});
	const {body} = await server.ask({path: `${definitions}/things.example.com`});
	expect(body.status.conditions).toMatchObject([
		{type: 'NamesAccepted', status: 'True'},
		{type: 'Established', status: 'True'},
	]);

	const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
	const {body: groups} = await server.ask({path: '/apis', accept});
	expect(groups.items.at(-1)).toMatchObject({metadata: {name: 'example.com'}, versions: [{version: 'v1'}]});
	const {body: index} = await server.ask({path: '/openapi/v3'});
	const {body: document} = await server.ask({path: index.paths['apis/example.com/v1'].serverRelativeURL});
	expect(document.components.schemas).toHaveProperty(['com.example.v1.Thing']);

	const made = await server.ask({
		method: 'POST',
		path: things,
		body: {apiVersion: 'example.com/v1', kind: 'Thing', metadata: {name: 'one'}, spec: {replicas: 2, x: 1}},
	});
	expect(made).toMatchObject({status: 201, body: {spec: {size: 3, replicas: 2}, metadata: {generation: 1}}});
	expect(made.body.spec).not.toHaveProperty('x');
	const table = 'application/json;as=Table;v=v1;g=meta.k8s.io';
	expect((await server.ask({path: things, accept: table})).body.rows[0].cells).toEqual(['one', 3]);
	const scale = {method: 'PATCH', path: `${things}/one/scale`, type: 'application/merge-patch+json'} as const;
	const scaled = await server.ask({...scale, body: {spec: {replicas: 5}}});
	expect(scaled.body).toMatchObject({kind: 'Scale', spec: {replicas: 5}});
});

test('its deletion takes its objects along, and ends their watches', async () => {
	await using server = await serve();
	await server.ask({method: 'POST', path: definitions, body: definition});
	await server.ask({
		method: 'POST',
		path: things,
		body: {apiVersion: 'example.com/v1', kind: 'Thing', metadata: {name: 'one'}},
	});
	// More than there will be: the watch has to be ended by the server.
	const events = await server.watch(`${things}?watch=1`, 9, () =>
		server.ask({method: 'DELETE', path: `${definitions}/things.example.com`}),
	);
	expect(events.map(({type}) => type)).toEqual(['ADDED', 'DELETED']);
	expect(await server.ask({path: things})).toMatchObject({status: 404});
	expect(await server.ask({path: `${definitions}/things.example.com`})).toMatchObject({status: 404});
});
