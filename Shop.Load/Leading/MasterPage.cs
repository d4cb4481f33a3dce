using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net.Http.Json;
using Shop.Load.Locust;

namespace Shop.Load.Leading;

/// <summary>The pages of a Locust master, with the two that load/locustfile.py adds, for a program.</summary>
sealed class MasterPage(Uri address) : IDisposable
{
    // A stop returns when all workers have stopped.
    readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(100)
    };

    /// <summary>Null while no master answers.</summary>
    public async Task<MasterStatus?> StatusAsync(CancellationToken ct)
    {
        try
        {
            return await _http.GetFromJsonAsync("stats/requests", AssignmentJson.Default.MasterStatus, ct);
        }
        catch (Exception e) when (e is HttpRequestException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>Tells the workers of a run, which begins with the first <see cref="SwarmAsync"/>.</summary>
    public async Task AssignAsync(RunRequest run, CancellationToken ct)
    {
        using var answer = await _http.PostAsJsonAsync("shop/run", run, AssignmentJson.Default.RunRequest, ct);
        if (answer.StatusCode == System.Net.HttpStatusCode.NotFound)
            throw new ValidationException("The master at this address was started without load/locustfile.py.");
        answer.EnsureSuccessStatusCode();
    }

    public async Task SwarmAsync(int users, double spawnRate, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("user_count", users.ToString(CultureInfo.InvariantCulture)),
            new("spawn_rate", spawnRate.ToString(CultureInfo.InvariantCulture))
        ]);
        using var answer = await _http.PostAsync("swarm", form, ct);
        answer.EnsureSuccessStatusCode();
    }

    public async Task StopAsync(CancellationToken ct)
    {
        using var answer = await _http.GetAsync("stop", ct);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>What each worker has recorded, by the worker's id.</summary>
    public async Task<Dictionary<string, string>> RecordingsAsync(CancellationToken ct) =>
        await _http.GetFromJsonAsync("shop/recordings", AssignmentJson.Default.DictionaryStringString, ct) ?? [];

    public void Dispose() => _http.Dispose();
}
