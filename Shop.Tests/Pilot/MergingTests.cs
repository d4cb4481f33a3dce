using System.Net;
using System.Net.Http.Json;
using Shop.Database;
using Shop.Tests.Accounts;
using Shop.Tests.Catalog;

namespace Shop.Tests.Pilot;

public class MergingTests(ShopFixture shop)
{
    [Fact]
    public async Task Two_groups_become_one_and_two_again()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var (id, into) = (await shop.GroupAsync("TypeError", ct, 10), await shop.GroupAsync("TypeErrors", ct, 5));
        var before = await NumbersAsync(into, ct);

        var merged = await support.Api.DoAsync(id, "merge", new { into }, ct);

        Assert.Equal(into, (Guid)merged["merged_into"]!);
        Assert.Equal("15 of 15 in hours, 4 users, 2 hashes", await NumbersAsync(into, ct));
        var both = await support.Api.ReportOfAsync(into, ct);
        Assert.Equal(
            ["TypeError", "TypeErrors"],
            both["occurrences"]!.AsArray().Select(one => (string)one!["data"]!["stack"]![0]!).Order());
        Assert.Equal([$"{id}"], both["merged"]!.AsArray().Select(one => (string)one!["id"]!));
        Assert.Equal([$"{support.Email} absorbed"], both.Actions());
        Assert.Empty((await support.Api.GetJsonAsync($"{Reports.Path}?search={id}", ct)).AsArray());
        var refused = await support.Api.ChangeAsync(id, new { status = "confirmed" }, ct, HttpStatusCode.Conflict);
        Assert.Contains($"merged into {into}", (string)refused["detail"]!, StringComparison.Ordinal);

        await support.Api.DoAsync(id, "unmerge", new { }, ct);

        // Nobody knows any more which users have met this error only.
        Assert.Equal(before!.Replace("2 users", "4 users", StringComparison.Ordinal), await NumbersAsync(into, ct));
        Assert.Equal("10 of 10 in hours, 2 users, 1 hashes", await NumbersAsync(id, ct));
        Assert.Equal(
            [$"{support.Email} merged", $"{support.Email} unmerged"],
            (await support.Api.ReportOfAsync(id, ct)).Actions());
        await support.Api.DoAsync(id, "unmerge", new { }, ct, HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_merge_into_or_of_a_merged_report_says_what_to_do()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var (first, second) = (await shop.ReportAsync(ct), await shop.ReportAsync(ct));
        var third = await shop.ReportAsync(ct);
        await support.Api.DoAsync(first, "merge", new { into = second }, ct);
        // Again the same is no mistake.
        await support.Api.DoAsync(first, "merge", new { into = second }, ct);

        Assert.Contains("Unmerge it first", await RefusalAsync(first, third), StringComparison.Ordinal);
        Assert.Contains("Merge into that one", await RefusalAsync(third, first), StringComparison.Ordinal);
        Assert.Contains($"Merge {third} into it", await RefusalAsync(second, third), StringComparison.Ordinal);
        await support.Api.DoAsync(third, "merge", new { into = third }, ct, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(2, (int)(await support.Api.ReportOfAsync(second, ct))["count"]!);

        async Task<string> RefusalAsync(Guid id, Guid into) =>
            (string)(await support.Api.DoAsync(id, "merge", new { into }, ct, HttpStatusCode.Conflict))["detail"]!;
    }

    [Fact]
    public async Task Two_merges_in_opposite_directions_at_once_make_one_report()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        for (var round = 0; round < 5; round++)
        {
            var (one, other) = (await shop.ReportAsync(ct), await shop.ReportAsync(ct));

            var answers = await Task.WhenAll(MergeAsync(one, other), MergeAsync(other, one));

            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Order());
            Assert.Equal(1, await shop.Database.ScalarAsync<long>(
                $"""
                select count(*) from pilot.error_reports
                where id = any({new[] { one, other }}) and merged_into is null and count = 2
                """, ct));
        }

        async Task<HttpStatusCode> MergeAsync(Guid id, Guid into)
        {
            using var response = await support.Api.PostAsJsonAsync($"{Reports.Path}/{id}/merge", new { into }, ct);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Deleting_a_report_gives_back_what_was_merged_into_it()
    {
        var ct = TestContext.Current.CancellationToken;
        var support = await Customers.SupportAsync(shop, ct);
        var (id, into) = (await shop.GroupAsync("TypeError", ct), await shop.GroupAsync("TypeErrors", ct));
        await support.Api.DoAsync(id, "merge", new { into }, ct);

        using var deleted = await support.Api.DeleteAsync($"{Reports.Path}/{into}", ct);

        await deleted.AnswerAsync(HttpStatusCode.OK, ct);
        Assert.Null((await support.Api.ReportOfAsync(id, ct))["merged_into"]);
        Assert.Equal("10 of 10 in hours, 2 users, 1 hashes", await NumbersAsync(id, ct));
    }

    Task<string?> NumbersAsync(Guid id, CancellationToken ct) => shop.Database.ScalarAsync<string>(
        $"""
        select format('%s of %s in hours, %s users, %s hashes', r.count,
            (select sum(count) from pilot.report_hours where report_id = r.id), r.users,
            (select count(*) from pilot.report_hashes where report_id = r.id))
        from pilot.error_reports r where r.id = {id}
        """, ct);
}
