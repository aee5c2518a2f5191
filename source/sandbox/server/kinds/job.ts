import {type JsonObject, objectAt, textAt} from '../../objects/json.ts';

/** Jobs find their pods by a selector that the server makes, k8s.io/kubernetes/pkg/registry/batch/job. */
export function selectingJob(job: JsonObject): JsonObject {
	const spec = objectAt(job, 'spec') ?? {};
	if (spec.manualSelector === true) {
		return job;
	}

	const uid = textAt(job, 'metadata', 'uid') ?? '';
	const name = textAt(job, 'metadata', 'name') ?? '';
	const labels = {
		'batch.kubernetes.io/controller-uid': uid,
		'batch.kubernetes.io/job-name': name,
		'controller-uid': uid,
		'job-name': name,
	};
	const template = objectAt(spec, 'template') ?? {};
	const metadata = objectAt(template, 'metadata') ?? {};
	const own = objectAt(job, 'metadata') ?? {};
	// As defaulting copies them: labels of the template are those of the job where it has none.
	const jobLabels = {...(objectAt(own, 'labels') ?? objectAt(metadata, 'labels')), ...labels};
	return {
		...job,
		metadata: {...own, labels: jobLabels},
		spec: {
			...spec,
			selector: {
				...objectAt(spec, 'selector'),
				matchLabels: {
					...objectAt(spec, 'selector', 'matchLabels'),
					'batch.kubernetes.io/controller-uid': uid,
				},
			},
			template: {...template, metadata: {...metadata, labels: {...objectAt(metadata, 'labels'), ...labels}}},
		},
	};
}
