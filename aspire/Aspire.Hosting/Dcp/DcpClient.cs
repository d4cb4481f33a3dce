using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aspire.Hosting.Dcp;

/// <summary>DCP's Kubernetes-shaped API: create, read, change, watch and follow logs.</summary>
sealed class DcpClient(HttpClient http) : IDisposable
{
    const string Group = "usvc-dev.developer.microsoft.com/v1";

    public const string Executables = "executables";
    public const string Containers = "containers";
    public const string Services = "services";

    public async Task CreateAsync(string kind, string name, JsonObject spec, JsonObject? annotations, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = Group,
            ["kind"] = kind switch { Executables => "Executable", Containers => "Container", _ => "Service" },
            ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = annotations },
            ["spec"] = spec,
        };
        using var response = await http.PostAsJsonAsync($"apis/{Group}/{kind}", body, cancellationToken);
        await EnsureSuccessAsync(response, $"create {kind}/{name}", cancellationToken);
    }

    public async Task<JsonElement?> GetAsync(string kind, string name, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync($"apis/{Group}/{kind}/{name}", cancellationToken);
        if (response.StatusCode is HttpStatusCode.NotFound)
            return null;
        await EnsureSuccessAsync(response, $"read {kind}/{name}", cancellationToken);
        return await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    public async Task PatchSpecAsync(string kind, string name, JsonObject spec, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(new JsonObject { ["spec"] = spec }, new MediaTypeHeaderValue("application/merge-patch+json"));
        using var response = await http.PatchAsync($"apis/{Group}/{kind}/{name}", content, cancellationToken);
        await EnsureSuccessAsync(response, $"change {kind}/{name}", cancellationToken);
    }

    public async Task DeleteAsync(string kind, string name, CancellationToken cancellationToken)
    {
        using var response = await http.DeleteAsync($"apis/{Group}/{kind}/{name}", cancellationToken);
        // An object that goes away by itself at the same moment is 500 "file does not exist" instead of 404: gone is what counts.
        if (!response.IsSuccessStatusCode && await GetAsync(kind, name, cancellationToken) is not null)
            await EnsureSuccessAsync(response, $"delete {kind}/{name}", cancellationToken);
    }

    /// <summary>
    /// Everything there is, then every change, for <paramref name="seconds"/>: DCP ends a watch by itself after half an hour to an hour, as every API server of
    /// Kubernetes' kind does.
    /// </summary>
    public async IAsyncEnumerable<(string Type, JsonElement Object)> WatchAsync(string kind, int? seconds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync($"apis/{Group}/{kind}?watch=true{(seconds is null ? "" : $"&timeoutSeconds={seconds}")}", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await EnsureSuccessAsync(response, $"watch {kind}", cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        // {"type":"MODIFIED","object":{...}} one after the other
        await foreach (var change in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream, topLevelValues: true, cancellationToken: cancellationToken))
            yield return (change.GetProperty("type").GetString()!, change.GetProperty("object"));
    }

    public async IAsyncEnumerable<string> FollowLogAsync(string kind, string name, string source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync($"apis/{Group}/{kind}/{name}/log?follow=true&timestamps=true&source={source}", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await EnsureSuccessAsync(response, $"read the log of {kind}/{name}", cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            yield return line;
    }

    /// <summary>Stops every process and container, returns when they are gone and has told DCP to end. DCP itself notices up to a second later that it is done.</summary>
    public async Task ShutDownAsync(CancellationToken cancellationToken)
    {
        await PatchExecutionAsync("CleaningResources", "Full", cancellationToken);
        while (await AnyAsync(Executables, cancellationToken) || await AnyAsync(Containers, cancellationToken))
            await Task.Delay(20, cancellationToken);
        await PatchExecutionAsync("Stopping", "None", cancellationToken);
    }

    async Task PatchExecutionAsync(string status, string cleanup, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(new JsonObject { ["status"] = status, ["shutdownResourceCleanup"] = cleanup }, new MediaTypeHeaderValue("application/merge-patch+json"));
        using var response = await http.PatchAsync("admin/execution", content, cancellationToken);
        await EnsureSuccessAsync(response, $"be {status}", cancellationToken);
    }

    async Task<bool> AnyAsync(string kind, CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync<JsonElement>($"apis/{Group}/{kind}", cancellationToken)).GetProperty("items").GetArrayLength() > 0;

    public void Dispose() => http.Dispose();

    static async Task EnsureSuccessAsync(HttpResponseMessage response, string what, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
            throw new DistributedApplicationException($"DCP could not {what}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }
}
