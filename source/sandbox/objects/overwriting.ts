import {invalid, type Refusal} from './refusal.ts';
import {invalidValue} from './validation/field-errors.ts';

// Kinds whose strategies have no unconditional update (pkg/registry/*/strategy.go), by `group/Kind`.
const conditional = new Set([
	'admissionregistration.k8s.io/MutatingAdmissionPolicy',
	'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
	'admissionregistration.k8s.io/MutatingWebhookConfiguration',
	'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
	'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
	'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
	'apiextensions.k8s.io/CustomResourceDefinition',
	'apiregistration.k8s.io/APIService',
	'coordination.k8s.io/Lease',
	'node.k8s.io/RuntimeClass',
	'policy/PodDisruptionBudget',
	'storage.k8s.io/CSIDriver',
	'storage.k8s.io/CSINode',
	'storage.k8s.io/CSIStorageCapacity',
	'storage.k8s.io/VolumeAttachment',
]);

/**
 * Why a PUT without a resource version is refused, or nothing: custom resources and some kinds are replaced only by
 * who knows what was there. `kind` as `group/Kind`; `plural` names it, as the real server does here.
 */
export function missingVersion(
	kind: string,
	custom: boolean,
	{group, plural, name}: {readonly group: string; readonly plural: string; readonly name: string},
): Refusal | undefined {
	return custom || conditional.has(kind)
		? invalid({group, kind: plural, name}, [
				invalidValue('metadata.resourceVersion', 0, 'must be specified for an update'),
			])
		: undefined;
}
