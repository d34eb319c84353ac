{{- define "compilefarm.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{/* Name of the operator's objects: the release's, with the chart's where the release's does not hold it. */}}
{{- define "compilefarm.fullname" -}}
{{- $name := include "compilefarm.name" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "compilefarm.operatorName" -}}
{{- printf "%s-operator" (include "compilefarm.fullname" .) -}}
{{- end -}}

{{- define "compilefarm.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (include "compilefarm.operatorName" .) -}}
{{- end -}}

{{/* The ClusterRole that each farm's dispatcher gets in the farm's namespace. */}}
{{- define "compilefarm.dispatcherRoleName" -}}
{{- printf "%s-dispatcher" (include "compilefarm.fullname" .) -}}
{{- end -}}

{{/* Labels of every object of the release, with the user's. The schema keeps those from being the same. */}}
{{- define "compilefarm.commonLabels" -}}
app.kubernetes.io/name: {{ include "compilefarm.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: compilefarm
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The same with the one component that there is. */}}
{{- define "compilefarm.labels" -}}
{{ include "compilefarm.commonLabels" . }}
app.kubernetes.io/component: operator
{{- end -}}

{{/* Labels that select the operator's pod. They must never change: a Deployment's selector is immutable. */}}
{{- define "compilefarm.selectorLabels" -}}
app.kubernetes.io/name: {{ include "compilefarm.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end -}}

{{/* Reference of an image. Call with (list $ .Values.x.image). A digest says more than a tag. */}}
{{- define "compilefarm.image" -}}
{{- $root := index . 0 -}}
{{- $image := index . 1 -}}
{{- with $image.registry | default $root.Values.image.registry }}{{ trimSuffix "/" . }}/{{ end -}}
{{- $image.repository -}}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ $image.tag | default $root.Chart.AppVersion }}{{ end -}}
{{- end -}}

{{/* Not empty where the cluster gives pods their users and groups, and refuses a pod that names others. */}}
{{- define "compilefarm.assignsIds" -}}
{{- $said := toString .Values.openshift -}}
{{- if or (eq $said "true") (and (eq $said "auto") (.Capabilities.APIVersions.Has "security.openshift.io/v1")) }}yes{{ end -}}
{{- end -}}

{{/* What Pod Security "restricted" asks of a pod, for an image whose user is 10001, with the user's word. */}}
{{- define "compilefarm.podSecurityContext" -}}
{{- $context := dict "runAsNonRoot" true "seccompProfile" (dict "type" "RuntimeDefault") -}}
{{- if not (include "compilefarm.assignsIds" .) -}}
{{- $context = merge $context (dict "runAsUser" 10001 "runAsGroup" 10001 "fsGroup" 10001) -}}
{{- end -}}
{{- include "compilefarm.overridden" (list $context .Values.operator.podSecurityContext) -}}
{{- end -}}

{{- define "compilefarm.containerSecurityContext" -}}
{{- $capabilities := dict "drop" (list "ALL") -}}
{{- $context := dict "allowPrivilegeEscalation" false "readOnlyRootFilesystem" true "capabilities" $capabilities -}}
{{- include "compilefarm.overridden" (list $context .Values.operator.securityContext) -}}
{{- end -}}

{{/* The first with the keys of the second in place of its own. A null takes a key out; merge would overlook false. */}}
{{- define "compilefarm.overridden" -}}
{{- $context := index . 0 -}}
{{- range $key, $value := index . 1 -}}
{{- if kindIs "invalid" $value -}}
{{- $_ := unset $context $key -}}
{{- else -}}
{{- $_ := set $context $key $value -}}
{{- end -}}
{{- end -}}
{{- toYaml $context -}}
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

{{/*
Fails where an object of the cluster belongs to another release, or to none. Helm would say that it "cannot be imported" and
not what to do: a definition that was kept when its release went has that release's name for ever.
Call with (list $ object resource setting), where the setting leaves the object to others.
*/}}
{{- define "compilefarm.mustBeOurs" -}}
{{- $root := index . 0 -}}
{{- $object := index . 1 -}}
{{- if $object -}}
{{- $annotations := $object.metadata.annotations | default dict -}}
{{- $labels := $object.metadata.labels | default dict -}}
{{- $release := get $annotations "meta.helm.sh/release-name" -}}
{{- $namespace := get $annotations "meta.helm.sh/release-namespace" -}}
{{- $isOurs := and (eq $release $root.Release.Name) (eq $namespace $root.Release.Namespace) -}}
{{- if not (and $isOurs (eq (get $labels "app.kubernetes.io/managed-by") "Helm")) -}}
{{- $name := printf "%s %s" (index . 2) $object.metadata.name -}}
{{- $owner := ternary (printf "of the release %s in namespace %s" $release $namespace) "not of a Helm release" (ne $release "") -}}
{{- $label := "app.kubernetes.io/managed-by=Helm" -}}
{{- $new := printf "meta.helm.sh/release-name=%s meta.helm.sh/release-namespace=%s" $root.Release.Name $root.Release.Namespace -}}
{{- printf `

The cluster has the %s already. It is %s.
If nothing else takes care of it, as after helm uninstall, give it to this release, and install again:

  kubectl label --overwrite %s %s
  kubectl annotate --overwrite %s %s

If something else takes care of it, leave it: --set %s
` $name $owner $name $label $name $new (index . 3) | fail -}}
{{- end -}}
{{- end -}}
{{- end -}}
