using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Catalog;

namespace Shop.Tests.Pilot;

/// <summary>Reports and what support does with them.</summary>
static class Reports
{
    public const string Path = "/api/feedback/errors";

    // Rate limits are per address and per account.
    static int _address;

    public static async Task<Guid> ReportAsync(
        this ShopFixture shop, CancellationToken ct, string title = "Корзина не открывается",
        string description = "Пустая страница после нажатия.", string severity = "medium", string? module = null,
        string? email = null, HttpClient? reporter = null)
    {
        using var somebody = reporter is null ? shop.NewApiClient() : null;
        var number = Interlocked.Increment(ref _address);
        somebody?.DefaultRequestHeaders.Add("X-Forwarded-For", $"198.18.{number / 250}.{number % 250}");
        using var response = await (reporter ?? somebody!).PostAsJsonAsync(
            Path, new { title, description, severity, module, category = "ui", user_email = email }, ct);
        return (Guid)(await response.AnswerAsync(HttpStatusCode.Created, ct))["id"]!;
    }

    /// <summary>A group of errors that an SDK has sent, with one hash, two hours, two users and one sample.</summary>
    public static async Task<Guid> GroupAsync(
        this ShopFixture shop, string title, CancellationToken ct, long count = 10, string module = "carts")
    {
        var (id, hash) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var data = new JsonObject { ["stack"] = new JsonArray(title) }.ToJsonString();
        await shop.Database.ExecuteAsync(
            $"""
            with report as (
                insert into pilot.error_reports
                    (id, title, description, category, severity, source, module, count, users, last_release, culprit)
                values ({id}, {title}, '', 'functionality', 'high', 'sdk', {module}, {count}, 2, '1.0', 'Cart.Add')
                returning id),
            hashes as (
                insert into pilot.report_hashes (hash, report_id, original_id, version, explanation)
                select {hash}, id, id, 1, 'type and frames' from report),
            hours as (
                insert into pilot.report_hours (report_id, hour, count)
                select id, date_trunc('hour', now()), {count} from report),
            users as (
                insert into pilot.report_users (report_id, user_hash)
                select id, gen_random_uuid() from report, generate_series(1, 2))
            insert into pilot.occurrences (id, report_id, hash, at, data)
            select {Guid.CreateVersion7()}, id, {hash}, now(), {data}::jsonb from report
            """, ct);
        return id;
    }

    public static async Task<JsonObject> ReportOfAsync(this HttpClient support, Guid id, CancellationToken ct) =>
        (await support.GetJsonAsync($"{Path}/{id}", ct)).AsObject();

    /// <summary>Calls a route of the report and returns the answer.</summary>
    public static async Task<JsonObject> DoAsync(
        this HttpClient support, Guid id, string action, object body, CancellationToken ct,
        HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await support.PostAsJsonAsync($"{Path}/{id}/{action}", body, ct);
        return await response.AnswerAsync(expected, ct);
    }

    public static async Task<JsonObject> ChangeAsync(
        this HttpClient support, Guid id, object body, CancellationToken ct,
        HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await support.PatchAsJsonAsync($"{Path}/{id}", body, ct);
        return await response.AnswerAsync(expected, ct);
    }

    /// <summary>The actions in the history of a report, oldest first, each with who did it.</summary>
    public static IEnumerable<string> Actions(this JsonObject report) =>
        report["history"]!.AsArray().Reverse().Select(entry => $"{entry!["actor"]} {entry["action"]}".Trim());
}
