import type {JsonObject} from '../../../../source/sandbox/objects/json.ts';

/** The schema of the custom resource that the recordings were made with. */
export const thingSchema: JsonObject = {
	type: 'object',
	properties: {
		spec: {
			type: 'object',
			required: ['size'],
			properties: {
				size: {type: 'integer', minimum: 1, maximum: 10},
				color: {type: 'string', enum: ['red', 'blue'], default: 'red'},
				name: {type: 'string', pattern: '^[a-z]+$', maxLength: 5},
				port: {'x-kubernetes-int-or-string': true},
				tags: {type: 'array', items: {type: 'string'}, 'x-kubernetes-list-type': 'set'},
				ports: {
					type: 'array',
					items: {
						type: 'object',
						required: ['port'],
						properties: {port: {type: 'integer'}, protocol: {type: 'string', default: 'TCP'}, name: {type: 'string'}},
					},
					'x-kubernetes-list-type': 'map',
					'x-kubernetes-list-map-keys': ['port', 'protocol'],
				},
				plain: {type: 'array', maxItems: 2, items: {type: 'object', properties: {a: {type: 'string'}}}},
				free: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true},
				map: {type: 'object', additionalProperties: {type: 'string'}},
				atom: {
					type: 'object',
					'x-kubernetes-map-type': 'atomic',
					properties: {a: {type: 'string'}, b: {type: 'string'}},
				},
				n: {type: 'string', nullable: true},
			},
		},
		status: {type: 'object', properties: {phase: {type: 'string'}}},
	},
};
