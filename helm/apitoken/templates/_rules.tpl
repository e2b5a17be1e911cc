{{/* What the operator does in each namespace it serves. */}}
{{- define "apitoken.namespaceRules" -}}
- apiGroups: [apitoken.dev]
  resources: [apitokens, apiaccounts, tokenissuers, accesspolicies]
  verbs: [get, list, watch]
- apiGroups: [apitoken.dev]
  resources: [apitokens/status, apiaccounts/status, tokenissuers/status, accesspolicies/status]
  verbs: [get, patch, update]
# create and patch are handed on to validators: Kubernetes lets nobody grant what he does not hold.
- apiGroups: [apitoken.dev]
  resources: [validatorreports]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [rbac.authorization.k8s.io]
  resources: [roles, rolebindings]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
{{- end }}

{{/* What it needs beside that to serve every namespace. */}}
{{- define "apitoken.clusterRules" -}}
- apiGroups: [apitoken.dev]
  resources: [clustertokenissuers]
  verbs: [get, list, watch, create]
- apiGroups: [apitoken.dev]
  resources: [clustertokenissuers/status]
  verbs: [get, patch, update]
- apiGroups: [""]
  resources: [namespaces]
  verbs: [get, list, watch]
{{- end }}

{{/* Where it runs: signing keys and the lease. */}}
{{- define "apitoken.homeRules" -}}
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [get, list, watch, create, update, patch]
{{- end }}
