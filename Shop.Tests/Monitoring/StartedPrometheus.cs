using System.Globalization;
using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace Shop.Tests.Monitoring;

/// <summary>Prometheus and Alertmanager of a graph, which do not start by themselves.</summary>
public sealed class StartedPrometheus(ShopFixture shop) : IAsyncLifetime
{
    HttpClient? _http;

    public ShopFixture Shop => shop;

    /// <summary>Skips the test where Prometheus is not installed.</summary>
    public void Require() =>
        Browser.Require.Unless(_http is not null, "Prometheus", "./dev setup --monitoring installs it");

    /// <summary>A file of this directory whose name ends with <c>.targets.json</c> adds targets.</summary>
    public string Configuration =>
        shop.Graph.EnvironmentOf("SERVER_CONFIG").First(one => one.Name == "prometheus").Value;

    public async ValueTask InitializeAsync()
    {
        if (Programs.Find("prometheus") is null || Programs.Find("prometheus-alertmanager") is null)
            return;
        foreach (var server in (string[])["alertmanager", "prometheus"])
        {
            var started = await shop.Graph.App.ResourceCommands.ExecuteCommandAsync(
                server, KnownResourceCommands.StartCommand);
            Assert.True(started.Success, started.Message);
            await shop.Graph.App.ResourceNotifications.WaitForResourceHealthyAsync(server)
                .WaitAsync(TimeSpan.FromSeconds(60));
        }
        _http = shop.Graph.App.CreateHttpClient("prometheus", "http");
    }

    /// <summary>The values of an expression now. NaN, such as a mean of nothing, is no value.</summary>
    public async Task<List<(JsonObject Labels, double Value)>> AskAsync(string expression, CancellationToken ct)
    {
        using var answer = await _http!.GetAsync($"/api/v1/query?query={Uri.EscapeDataString(expression)}", ct);
        var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync(ct))!;
        Assert.True((string)json["status"]! == "success", $"{expression}: {json["error"]}");
        return
        [
            .. from one in json["data"]!["result"]!.AsArray()
               let value = (string)one!["value"]![1]!
               where value != "NaN"
               select (one["metric"]!.AsObject(), value == "+Inf"
                   ? double.PositiveInfinity
                   : double.Parse(value, CultureInfo.InvariantCulture))
        ];
    }

    public async Task<JsonNode> GetAsync(string path, CancellationToken ct) =>
        JsonNode.Parse(await _http!.GetStringAsync(path, ct))!["data"]!;

    public ValueTask DisposeAsync()
    {
        _http?.Dispose();
        return default;
    }
}
