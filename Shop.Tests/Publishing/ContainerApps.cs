using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Shop.Tests.Publishing;

/// <summary>The size of a container app, and how many of them there are.</summary>
sealed record AppSize(string Cpu, string Memory, int MinReplicas, int MaxReplicas);

/// <summary>
/// The templates from which azd makes the container apps (`AppHost/infra/NAME.tmpl.yaml`), because the manifest has
/// neither replicas nor probes. Written like azd's own: https://github.com/Azure/azure-dev, containerApp.tmpl.yamlt.
/// </summary>
static partial class ContainerApps
{
    public static readonly IReadOnlyDictionary<string, AppSize> Sizes = new Dictionary<string, AppSize>
    {
        ["api"] = new("0.5", "1.0Gi", 2, 4),
        ["web"] = new("0.25", "0.5Gi", 2, 4),
        // Two, so that a rolling restart leaves one at work. Five minutes are for migrations.
        ["worker"] = new("0.5", "1.0Gi", 2, 3)
    };

    /// <summary>How long a host may take to stop: 5 s to drain, 25 s to finish its work, and a reserve.</summary>
    public const int GraceSeconds = 40;

    public static string Template(PublishedManifest manifest, string host)
    {
        var parameters = manifest.Parameters.ToDictionary(parameter => parameter.Name);
        var variables = manifest.EnvironmentOf(host).OrderBy(variable => variable.Key, StringComparer.Ordinal).ToList();
        var secrets = variables
            .SelectMany(variable => Named().Matches(variable.Value).Select(match => match.Groups[1].Value))
            .Where(name => parameters.TryGetValue(name, out var parameter) && parameter.IsSecret)
            .Distinct().Order(StringComparer.Ordinal).ToList();
        var size = Sizes[host];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$$"""
            # Generated from the manifest by DeploymentTests; UPDATE_DOCS=1 writes it. azd makes the app {{{host}}} from it.
            api-version: 2024-03-01
            location: {{ .Env.AZURE_LOCATION }}
            identity:
              type: UserAssigned
              userAssignedIdentities:
                ? "{{ .Env.AZURE_CONTAINER_REGISTRY_MANAGED_IDENTITY_ID }}"
                : {}
            properties:
              environmentId: {{ .Env.AZURE_CONTAINER_APPS_ENVIRONMENT_ID }}
              configuration:
                activeRevisionsMode: single

            """);
        if (host != "worker")
        {
            // The API is called over HTTP inside the environment. The ingress redirects browsers to HTTPS.
            var isExternal = manifest.IsExternal(host);
            text.Append(CultureInfo.InvariantCulture, $$$"""
                    ingress:
                      external: {{{(isExternal ? "true" : "false")}}}
                      targetPort: {{ targetPortOrDefault 8080 }}
                      transport: http
                      allowInsecure: {{{(isExternal ? "false" : "true")}}}

                """);
        }
        text.Append("""
                registries:
                  - server: {{ .Env.AZURE_CONTAINER_REGISTRY_ENDPOINT }}
                    identity: {{ .Env.AZURE_CONTAINER_REGISTRY_MANAGED_IDENTITY_ID }}
                secrets:

            """);
        foreach (var secret in secrets)
            Optional(text, IsOptional(secret), secret, $$$"""
                      - name: {{{secret}}}
                        value: '{{ securedParameter "{{{Snake(secret)}}}" }}'

                """);
        text.Append(CultureInfo.InvariantCulture, $$$"""
              template:
                terminationGracePeriodSeconds: {{{GraceSeconds}}}
                containers:
                  - image: {{ .Image }}
                    name: {{{host}}}
                    resources:
                      cpu: {{{size.Cpu}}}
                      memory: {{{size.Memory}}}
                    probes:
                      - type: Startup
                        httpGet:
                          path: /alive
                          port: {{ targetPortOrDefault 8080 }}
                        periodSeconds: {{{(host == "worker" ? 30 : 3)}}}
                        failureThreshold: 10
                      - type: Liveness
                        httpGet:
                          path: /alive
                          port: {{ targetPortOrDefault 8080 }}
                        periodSeconds: 10
                        timeoutSeconds: 5
                        failureThreshold: 6
                      - type: Readiness
                        httpGet:
                          path: /ready
                          port: {{ targetPortOrDefault 8080 }}
                        periodSeconds: 2
                        timeoutSeconds: 3
                        failureThreshold: 1
                    env:
                      - name: AZURE_CLIENT_ID
                        value: {{ .Env.MANAGED_IDENTITY_CLIENT_ID }}

            """);
        foreach (var (name, value) in variables)
            Append(text, name, value);
        text.Append(CultureInfo.InvariantCulture, $$$"""
                scale:
                  minReplicas: {{{size.MinReplicas}}}
                  maxReplicas: {{{size.MaxReplicas}}}
                  rules:
                    - name: cpu
                      custom:
                        type: cpu
                        metadata:
                          type: Utilization
                          value: "70"
            tags:
              azd-service-name: {{{host}}}
              aspire-resource-name: {{{host}}}

            """);
        return text.ToString();

        // A secret is empty when its provider is not used, and a container app accepts no empty one.
        bool IsOptional(string name) =>
            AppHost.Deployment.Parameters.TryGetValue(name, out var known) && known.IsSecret;

        void Append(StringBuilder text, string name, string value)
        {
            var secret = Named().Match(value).Groups[1].Value;
            if (parameters.TryGetValue(secret, out var parameter) && parameter.IsSecret)
                Optional(text, IsOptional(secret), secret, $"""
                              - name: {name}
                                secretRef: {secret}

                    """);
            else
                text.Append(CultureInfo.InvariantCulture, $"""
                              - name: {name}
                                value: '{Named().Replace(value, Resolved)}'

                    """);
        }

        string Resolved(Match match) => match.Groups[1].Value switch
        {
            "api" => "http://api.internal.{{ .Env.AZURE_CONTAINER_APPS_ENVIRONMENT_DEFAULT_DOMAIN }}",
            var own when own == host => "{{ targetPortOrDefault 8080 }}",
            var name => parameters[name].Default is { } value
                ? $$$"""{{ parameterWithDefault "{{{Snake(name)}}}" "{{{value}}}" }}"""
                : $$$"""{{ parameter "{{{Snake(name)}}}" }}"""
        };
    }

    static void Optional(StringBuilder text, bool isOptional, string parameter, string lines)
    {
        if (isOptional)
            text.Append(
                CultureInfo.InvariantCulture,
                $$$"""{{- if parameterWithDefault "{{{Snake(parameter)}}}" "" }}""").Append('\n');
        text.Append(lines);
        if (isOptional)
            text.Append("{{- end }}\n");
    }

    public static string Snake(string name) => name.Replace('-', '_');

    [GeneratedRegex(@"\{([^.}]+)\.[^}]+\}")]
    private static partial Regex Named();
}
