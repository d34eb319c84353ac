{{/* Name of the operator's objects: the release's, with the chart's where the release's does not hold it. */}}
{{- define "compilefarm.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "compilefarm.operatorName" -}}
{{- printf "%s-operator" (include "compilefarm.fullname" .) -}}
{{- end -}}

{{/* Labels of every object of the release. */}}
{{- define "compilefarm.commonLabels" -}}
app.kubernetes.io/name: compilefarm
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: compilefarm
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* The same with the one component that there is. */}}
{{- define "compilefarm.labels" -}}
{{ include "compilefarm.commonLabels" . }}
app.kubernetes.io/component: operator
{{- end -}}

{{/* Labels that select the operator's pod. They must never change: a Deployment's selector is immutable. */}}
{{- define "compilefarm.selectorLabels" -}}
app.kubernetes.io/name: compilefarm
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end -}}

{{/* Reference of an image. Call with (list $ .Values.x.image). */}}
{{- define "compilefarm.image" -}}
{{- $root := index . 0 -}}
{{- $image := index . 1 -}}
{{- with $image.registry }}{{ trimSuffix "/" . }}/{{ end -}}
{{- $image.repository }}:{{ $image.tag | default $root.Chart.AppVersion -}}
{{- end -}}

{{/* Not empty where the cluster gives pods their users and groups, and refuses a pod that names others. */}}
{{- define "compilefarm.assignsIds" -}}
{{- $said := toString .Values.openshift -}}
{{- if or (eq $said "true") (and (eq $said "auto") (.Capabilities.APIVersions.Has "security.openshift.io/v1")) }}yes{{ end -}}
{{- end -}}

{{/* What Pod Security "restricted" asks of a pod, for an image whose user is 10001. Not a value: nothing here needs more. */}}
{{- define "compilefarm.podSecurityContext" -}}
runAsNonRoot: true
{{- if not (include "compilefarm.assignsIds" .) }}
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
{{- end }}
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "compilefarm.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop:
    - ALL
{{- end -}}

{{/*
Tolerations of the operator's pod: the user's, and those by which it leaves a node that does not answer after half a minute
instead of five, as the pods of farms do. A user's word on such nodes holds.
*/}}
{{- define "compilefarm.operatorTolerations" -}}
{{- $tolerations := .Values.operator.tolerations -}}
{{- range $taint := list "node.kubernetes.io/not-ready" "node.kubernetes.io/unreachable" -}}
{{- $said := false -}}
{{- range $.Values.operator.tolerations -}}
{{- if and (has (default "" .key) (list "" $taint)) (has (default "" .effect) (list "" "NoExecute")) -}}
{{- $said = true -}}
{{- end -}}
{{- end -}}
{{- if not $said -}}
{{- $tolerations = append $tolerations (dict "key" $taint "operator" "Exists" "effect" "NoExecute" "tolerationSeconds" 30) -}}
{{- end -}}
{{- end -}}
{{- toYaml $tolerations -}}
{{- end }}
