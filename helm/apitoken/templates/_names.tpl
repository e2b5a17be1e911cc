{{- define "apitoken.fullname" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "apitoken.serviceAccount" -}}
{{- default (include "apitoken.fullname" .) .Values.serviceAccount.name }}
{{- end }}

{{- define "apitoken.selector" -}}
app.kubernetes.io/name: apitoken-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "apitoken.labels" -}}
{{ include "apitoken.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}
