using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Pilot;
using Shop.Pilot.Errors;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Pilot;

public class UserErrorTests(ShopFixture shop)
{
    readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_gets_the_errors_that_met_them_and_leaves_none_behind_with_the_account()
    {
        var customer = await Customers.RegisterAsync(shop, _ct);
        var incident = Incidents.Of($"E{SentryDoor.Unique()}") with
        {
            User = UserHash.NumberOf($"{customer.Id}"),
            Attachments = [new("app.log", "text/plain", 7, AttachmentContent.Whole, "it fell")]
        };
        await new IncidentWriter(shop.Database).WriteAsync(incident, _ct);

        using var exported = await customer.Api.GetAsync("/api/users/export", _ct);
        var export = await exported.AnswerAsync(HttpStatusCode.OK, _ct);
        var error = Assert.Single(export["errors"]!.AsArray())!;
        Assert.Equal(incident.Type, (string)error["title"]!);
        Assert.Equal("it fell", (string)Assert.Single(error["attachments"]!.AsArray())!["text"]!);

        using var deleted = await customer.Api.PostAsJsonAsync(
            "/api/users/delete", new { password = Customers.Password }, _ct);
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);

        var id = $"{customer.Id}";
        Assert.Equal("1 0 0 0 0", await shop.Database.ScalarAsync<string>(
            $"""
            select concat_ws(' ', count(*), count(user_hash), count(*) filter (where strpos(data::text, {id}) > 0),
                (select count(*) from pilot.report_users u where u.report_id = min(o.report_id::text)::uuid),
                (select count(*) from pilot.attachments where occurrence_id = {incident.Id}))
            from pilot.occurrences o where id = {incident.Id}
            """, _ct));
    }

    /// <summary>Otherwise hashes with that salt could be found by the id of the deleted account.</summary>
    [Fact]
    public async Task A_deletion_waits_for_a_salt_that_is_being_added_and_deletes_it_too()
    {
        var customer = await Customers.RegisterAsync(shop, _ct);
        var day = new DateOnly(2999, 1, 1);
        await using var writer = await shop.Database.OpenConnectionAsync(_ct);
        await using var transaction = await writer.BeginTransactionAsync(_ct);
        await writer.ExecuteAsync($"insert into pilot.request_salts (day) values ({day})", _ct);

        var deleting = customer.Api.PostAsJsonAsync("/api/users/delete", new { password = Customers.Password }, _ct);
        await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<bool>(
                $"""
                select exists (select from pg_stat_activity where {writer.ProcessID} = any (pg_blocking_pids(pid)))
                """,
                _ct),
            isWaiting => isWaiting,
            TimeSpan.FromSeconds(20),
            "the deletion waits for the salt");
        await transaction.CommitAsync(_ct);

        using var deleted = await deleting;
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        Assert.Equal(0, await shop.Database.ScalarAsync<long>(
            $"select count(*) from pilot.request_salts where day = {day}", _ct));
    }

    [Fact]
    public async Task What_waits_in_memory_or_comes_late_is_stored_without_a_user_who_has_deleted_the_account()
    {
        var customer = await Customers.RegisterAsync(shop, _ct);
        var traces = (Before: Guid.CreateVersion7(), With: Guid.CreateVersion7(), OfSdk: Guid.CreateVersion7());
        using (await SendAsync(HttpMethod.Get, "/api/users/export", traces.Before))
        using (var deleted = await SendAsync(HttpMethod.Post, "/api/users/delete", traces.With))
            Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);

        var transaction = new JsonObject
        {
            ["transaction"] = "Late",
            ["start_timestamp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            ["timestamp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            ["user"] = new JsonObject { ["email"] = customer.Email },
            ["contexts"] = new JsonObject { ["trace"] = new JsonObject { ["trace_id"] = $"{traces.OfSdk:N}" } }
        };
        var door = await SentryDoor.OfAsync(shop, _ct);
        using var sent = await door.PostAsync(SentryDoor.Envelope(transaction, "transaction"), _ct);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        var late = Incidents.Of($"E{SentryDoor.Unique()}") with
        {
            User = UserHash.NumberOf(customer.Email),
            Attachments = [new("app.log", null, 4, AttachmentContent.Whole, "late")]
        };
        await new IncidentWriter(shop.Database).WriteAsync(late, _ct);

        Assert.Equal("1 0 0 0", await shop.Database.ScalarAsync<string>(
            $"""
            select concat_ws(' ', count(*), count(o.user_hash), sum(r.users),
                (select count(*) from pilot.attachments where occurrence_id = {late.Id}))
            from pilot.occurrences o join pilot.error_reports r on r.id = o.report_id where o.id = {late.Id}
            """, _ct));
        Guid[] all = [traces.Before, traces.With, traces.OfSdk];
        Assert.Equal(3, await Eventually.WaitUntilAsync(
            () => shop.Database.ScalarAsync<long>(
                $"select count(*) from pilot.requests where trace_id = any({all})", _ct),
            count => count == 3,
            TimeSpan.FromSeconds(20),
            "the measurements"));
        // What was written before may have a hash, and no salt by which it could be found.
        var salts = await shop.Database.ScalarAsync<Guid[]>(
            $"select coalesce(array_agg(salt), array[]::uuid[]) from pilot.request_salts", _ct);
        var hashes = salts!.Select(salt => UserHash.Of(customer.Id, salt)).ToArray();
        Assert.Equal("0 0", await shop.Database.ScalarAsync<string>(
            $"""
            select concat_ws(' ', count(*) filter (where user_hash = any({hashes})),
                count(user_hash) filter (where trace_id <> {traces.Before}))
            from pilot.requests where trace_id = any({all})
            """, _ct));

        Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Guid trace)
        {
            var request = new HttpRequestMessage(method, path);
            request.Headers.Add("traceparent", $"00-{trace:N}-00f067aa0ba902b7-01");
            if (method == HttpMethod.Post)
                request.Content = JsonContent.Create(new { password = Customers.Password });
            return customer.Api.SendAsync(request, _ct);
        }
    }
}
