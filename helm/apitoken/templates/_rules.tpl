{{/* What the operator does in each namespace it serves. */}}
{{- define "apitoken.namespaceRules" -}}
# A token is read live before it is signed anew or its Secret goes; the rest is decided from what is watched.
- apiGroups: [apitoken.dev]
  resources: [apitokens]
  verbs: [get, list, watch]
- apiGroups: [apitoken.dev]
  resources: [apiaccounts, accesspolicies]
  verbs: [list, watch]
# get: before the keys of a deleted issuer are removed for good.
- apiGroups: [apitoken.dev]
  resources: [tokenissuers]
  verbs: [get, list, watch]
- apiGroups: [apitoken.dev]
  resources: [apitokens/status, apiaccounts/status, tokenissuers/status, accesspolicies/status]
  verbs: [patch]
# create and patch are handed on to validators: Kubernetes lets nobody grant what he does not hold. delete: what a
# validator without a pod left behind.
- apiGroups: [apitoken.dev]
  resources: [validatorreports]
  verbs: [list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, list, watch, create, update, delete]
- apiGroups: [rbac.authorization.k8s.io]
  resources: [roles, rolebindings]
  verbs: [get, list, watch, create, update, delete]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
# restartTargets of ApiTokens: an annotation of the pod template, as kubectl rollout restart sets it.
- apiGroups: [apps]
  resources: [deployments, statefulsets, daemonsets]
  verbs: [get, patch]
{{- end }}

{{/* What it needs beside that to serve every namespace. */}}
{{- define "apitoken.clusterRules" -}}
- apiGroups: [apitoken.dev]
  resources: [clustertokenissuers]
  verbs: [get, list, watch, create]
- apiGroups: [apitoken.dev]
  resources: [clustertokenissuers/status]
  verbs: [patch]
- apiGroups: [""]
  resources: [namespaces]
  verbs: [get, list, watch]
{{- end }}

{{/* The lease, where it runs. A name cannot limit create. */}}
{{- define "apitoken.leaseRules" -}}
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [create]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  resourceNames: [{{ include "apitoken.fullname" . }}]
  verbs: [get, update, patch]
{{- end }}

{{/* The signing keys, where it runs. An operator of every namespace has that right already. */}}
{{- define "apitoken.keyRules" -}}
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, list, watch, create, update, delete]
{{- end }}
