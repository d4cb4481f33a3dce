using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AppHost.Faults;

/// <summary>
/// Adds and removes faults of providers while the graph runs, as WireMock mappings of a higher priority than the stubs.
/// </summary>
sealed partial class FaultInjector(
    EndpointReference wiremock,
    EndpointReference api,
    string directory,
    ResourceLoggerService loggers,
    IHostApplicationLifetime lifetime) : IDisposable
{
    // Before the stubs, and before those with which a test overrides them.
    const int PriorityOffset = 1000;

    readonly SemaphoreSlim _lock = new(1);
    readonly ILogger _log = loggers.GetLogger(wiremock.Resource);
    readonly HttpClient _http = new();

    public static FaultInjector Of(
        IServiceProvider services,
        IResourceBuilder<IResourceWithEndpoints> wiremock,
        IResourceBuilder<IResourceWithEndpoints> api) => new(
            wiremock.GetEndpoint("http"),
            api.GetEndpoint("http"),
            DirectoryOf(wiremock),
            (ResourceLoggerService)services.GetService(typeof(ResourceLoggerService))!,
            (IHostApplicationLifetime)services.GetService(typeof(IHostApplicationLifetime))!);

    public static string DirectoryOf(IResourceBuilder<IResource> wiremock) =>
        Path.Combine(wiremock.ApplicationBuilder.AppHostDirectory, "wiremock/faults");

    /// <summary>A fault replaces the active fault of the same kind at the same provider.</summary>
    public async Task<List<Fault>> AddAsync(
        string provider,
        string kind,
        string? duration,
        string? rate,
        CancellationToken ct)
    {
        var providers = Choose(provider);
        if (!FaultyProvider.Kinds.Contains(kind))
            throw new DistributedApplicationException(
                $"There is no fault '{kind}'; there are: {string.Join(' ', FaultyProvider.Kinds)}.");
        var able = providers.FindAll(one => one.Knows(kind));
        if (able.Count == 0)
        {
            var others = Choose(FaultyProvider.All).FindAll(one => one.Knows(kind)).Select(one => one.Name);
            throw new DistributedApplicationException(
                $"There is no {kind} at {provider}; there is at: {string.Join(' ', others)}.");
        }
        var (share, lasts) = (Fault.ShareOf(rate), Fault.DurationOf(duration));

        await _lock.WaitAsync(ct);
        try
        {
            var mappings = await MappingsAsync(ct);
            List<Fault> added = [];
            foreach (var one in able)
                if (await AddAsync(one, kind, lasts, share, mappings, ct) is { } fault)
                    added.Add(fault);
            return added.Count > 0
                ? added
                : throw new DistributedApplicationException(
                    $"WireMock has no stubs of {provider} that {kind} applies to.");
        }
        finally
        {
            _lock.Release();
        }
    }

    async Task<Fault?> AddAsync(
        FaultyProvider provider,
        string kind,
        TimeSpan? lasts,
        int share,
        List<JsonNode> mappings,
        CancellationToken ct)
    {
        var others = mappings
            .Select(Fault.Of)
            .OfType<Fault>()
            .Where(on => on.Provider == provider.Name && on.To - on.From < Fault.Scale && on.Kind != kind)
            .ToList();
        var taken = others.Count == 0 ? 0 : others.Max(on => on.To);
        var from = share == Fault.Scale ? 0 : taken;
        if (from + share > Fault.Scale)
            throw new DistributedApplicationException(
                $"The faults of {provider.Name} would exceed 100% of its requests: ./dev fault clear {provider.Name}");

        var changed = provider.MappingsOf(kind, mappings.Where(mapping => Fault.Of(mapping) is null));
        if (changed.Count == 0)
            return null;
        await RemoveAsync("$.fault[?(@.provider == '" + provider.Name + "' && @.kind == '" + kind + "')]", ct);
        var until = TimeProvider.System.GetUtcNow() + lasts;
        var fault = new Fault($"{Guid.CreateVersion7()}", provider.Name, kind, from, from + share, until);
        foreach (var mapping in changed)
        {
            mapping["priority"] = ((int?)mapping["priority"] ?? 5) - PriorityOffset;
            mapping["metadata"] = fault.ToMetadata();
            if (share < Fault.Scale)
            {
                var request = mapping["request"]!.AsObject();
                var headers = request["headers"] as JsonObject ?? [];
                request["headers"] = headers;
                headers["traceparent"] = new JsonObject { ["matches"] = fault.TraceParentPattern };
            }
            using var answer = await _http.PostAsJsonAsync(Admin("mappings"), mapping, ct);
            answer.EnsureSuccessStatusCode();
        }
        LogOn(_log, fault.Provider, fault.Kind, fault.Rate, lasts is { } time ? $"for {time}" : "until it is cleared");
        if (lasts is not null)
            _ = EndAsync(fault, lasts.Value);
        if (kind is "webhook-twice" or "webhook-late")
        {
            var webhooks = new FaultyWebhooks(_http, wiremock, api, provider.Webhook!, fault);
            _ = webhooks.SendAsync(_log, lifetime.ApplicationStopping);
        }
        return fault;
    }

    public async Task<List<(Fault Fault, int Hits)>> ListAsync(CancellationToken ct)
    {
        var on = new Dictionary<Fault, int>();
        foreach (var mapping in await MappingsAsync(ct))
            if (Fault.Of(mapping) is { } fault)
                on[fault] = on.GetValueOrDefault(fault) + await HitsAsync((string)mapping["id"]!, ct);
        return [.. on.Select(entry => (entry.Key, entry.Value))];
    }

    public async Task<string> DescribeAsync(CancellationToken ct)
    {
        var on = await ListAsync(ct);
        return on.Count == 0 ? "No faults.\n" : string.Concat(on.Select(entry =>
        {
            var (fault, hits) = entry;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{fault.Provider,-14}{fault.Kind,-14}{fault.Rate,7}   {Left(fault.Until),-16}{hits} hits\n");
        }));
    }

    public async Task ClearAsync(string? provider, CancellationToken ct)
    {
        provider = string.IsNullOrEmpty(provider) ? FaultyProvider.All : provider;
        foreach (var one in Choose(provider))
            await RemoveAsync("$.fault[?(@.provider == '" + one.Name + "')]", ct);
        LogOff(_log, provider);
    }

    public void Dispose()
    {
        _http.Dispose();
        _lock.Dispose();
    }

    async Task EndAsync(Fault fault, TimeSpan lasts)
    {
        try
        {
            await Task.Delay(lasts, lifetime.ApplicationStopping);
            await RemoveAsync("$.fault[?(@.id == '" + fault.Id + "')]", lifetime.ApplicationStopping);
            LogOff(_log, $"{fault.Provider} {fault.Kind}");
        }
        catch (OperationCanceledException)
        {
        }
        catch (HttpRequestException)
        {
            // WireMock has stopped, and the fault with it.
        }
    }

    List<FaultyProvider> Choose(string provider)
    {
        var all = FaultyProvider.In(directory);
        if (provider == FaultyProvider.All)
            return all;
        var chosen = all.FindAll(one => one.Name == provider);
        var names = string.Join(' ', all.Select(one => one.Name));
        return chosen.Count > 0
            ? chosen
            : throw new DistributedApplicationException(
                $"There is no provider '{provider}'; there are: {names}, and {FaultyProvider.All}.");
    }

    async Task<List<JsonNode>> MappingsAsync(CancellationToken ct)
    {
        var answer = await _http.GetFromJsonAsync<JsonObject>(Admin("mappings"), ct);
        return [.. answer!["mappings"]!.AsArray().OfType<JsonNode>()];
    }

    /// <summary>Counts the requests that are still in the journal.</summary>
    async Task<int> HitsAsync(string mapping, CancellationToken ct)
    {
        var answer = await _http.GetFromJsonAsync<JsonObject>(
            Admin($"requests?matchingStub={mapping}&limit=1"), ct);
        return (int)answer!["meta"]!["total"]!;
    }

    async Task RemoveAsync(string metadata, CancellationToken ct)
    {
        using var answer = await _http.PostAsJsonAsync(
            Admin("mappings/remove-by-metadata"), new { matchesJsonPath = metadata }, ct);
        answer.EnsureSuccessStatusCode();
    }

    Uri Admin(string path) => new($"{wiremock.Url}/__admin/{path}");

    static string Left(DateTimeOffset? until)
    {
        if (until is null)
            return "until cleared";
        var seconds = Math.Ceiling((until.Value - TimeProvider.System.GetUtcNow()).TotalSeconds);
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, seconds)} s left");
    }

    [LoggerMessage(LogLevel.Warning, "Fault on: {Provider} {Kind}, {Rate} of its requests, {Duration}")]
    static partial void LogOn(ILogger logger, string provider, string kind, string rate, string duration);

    [LoggerMessage(LogLevel.Warning, "Fault off: {What}")]
    static partial void LogOff(ILogger logger, string what);
}
