using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Shop.Accounts;
using Shop.Database;
using Shop.Tests.Catalog;
using Shop.Tests.Database;

namespace Shop.Tests.Accounts;

[Trait("suite", "contract")]
public class AdminTests(ShopFixture shop)
{
    static readonly Caller UnknownCaller = new(null);

    [Fact]
    public async Task The_list_is_searched_and_paged_newest_first()
    {
        var ct = TestContext.Current.CancellationToken;
        var mark = $"m{Guid.CreateVersion7():N}";
        var people = new List<Customer>();
        for (var i = 0; i < 3; i++)
            people.Add(await Customers.RegisterAsync(shop, ct, $"{mark}-{i}%@example.com"));

        using var page = await shop.Admin.GetAsync($"/user-api/users?search={mark.ToUpperInvariant()}&limit=2", ct);
        var second = await shop.Admin.GetJsonAsync($"/user-api/users/?search={mark}&limit=2&page=2", ct);

        Assert.Equal("3", page.Headers.GetValues("X-Total-Count").Single());
        var first = (await page.Content.ReadFromJsonAsync<JsonArray>(ct))!;
        Assert.Equal(
            [people[2].Id, people[1].Id, people[0].Id],
            first.Concat(second.AsArray()).Select(user => (Guid)user!["id"]!));
        Assert.False(first[0]!.AsObject().ContainsKey("password"));
        Assert.Empty((await shop.Admin.GetJsonAsync($"/user-api/users?search={mark}_0", ct)).AsArray());
    }

    [Theory]
    [InlineData("page=0", "page")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=0&page=-1", "limit,page")]
    public async Task Invalid_paging_parameters_are_named(string query, string fields)
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Admin.GetAsync($"/user-api/users?{query}", ct);

        Assert.Equal(fields.Split(','), (await response.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
    }

    [Fact]
    public async Task Lists_and_roles_are_for_admins_only()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);

        using var list = await staff.Api.GetAsync("/user-api/users", ct);
        using var anonymous = await shop.Api.GetAsync("/user-api/users", ct);
        using var role = await staff.Api.PutAsJsonAsync($"/api/users/{staff.Id}/role", new { role = "admin" }, ct);

        await list.ProblemAsync(HttpStatusCode.Forbidden, ct);
        await anonymous.ProblemAsync(HttpStatusCode.Unauthorized, ct);
        await role.ProblemAsync(HttpStatusCode.Forbidden, ct);
    }

    [Fact]
    public async Task A_role_change_takes_effect_at_once_and_is_audited()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.AdminAsync(shop, ct);
        Assert.NotNull(await customer.Api.GetJsonAsync("/user-api/users?limit=1", ct));

        using var demoted = await shop.Admin.PutAsJsonAsync(
            $"/api/users/{customer.Id}/role", new { role = "support" }, ct);
        Assert.Equal("support", (string)(await demoted.Content.ReadFromJsonAsync<JsonObject>(ct))!["role"]!);

        using var refused = await customer.Api.GetAsync("/user-api/users", ct);
        await refused.ProblemAsync(HttpStatusCode.Forbidden, ct);
        Assert.Equal(2, await shop.Database.ScalarAsync<long>(
            $"""
            select count(*) from accounts.audit
            where user_id = {customer.Id} and action = 'role_changed' and actor <> user_id
                and detail ->> 'role' in ('admin', 'support')
            """, ct));
    }

    [Theory]
    [InlineData("king", HttpStatusCode.BadRequest)]
    [InlineData("3", HttpStatusCode.BadRequest)]
    [InlineData(null, HttpStatusCode.BadRequest)]
    [InlineData("staff", HttpStatusCode.NotFound)]
    public async Task An_unknown_role_or_user_is_refused(string? role, HttpStatusCode expected)
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await shop.Admin.PutAsJsonAsync(
            $"/api/users/{Guid.CreateVersion7()}/role", new { role }, ct);

        await response.ProblemAsync(expected, ct);
    }

    [Fact]
    public async Task Exactly_one_of_concurrent_first_registrations_becomes_admin()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        var sessions = Sessions(database);

        var registered = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            i => sessions.RegisterAsync(New($"a{i}@example.com"), null, UnknownCaller, ct)));

        Assert.Single(registered, account => account.Role == Role.Admin);
        Assert.Equal(7, registered.Count(account => account.Role == Role.Customer));
    }

    [Fact]
    public async Task After_a_failed_first_registration_the_next_one_becomes_admin()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        var (accounts, sessions) = (Store(database), Sessions(database, isRedisAway: true));

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => sessions.RegisterAsync(New("first@example.com"), SessionTokens.New(), UnknownCaller, ct));
        var second = await sessions.RegisterAsync(New("Boss@example.com"), null, UnknownCaller, ct);
        var third = await sessions.RegisterAsync(New("STAFF@example.com"), null, UnknownCaller, ct);

        Assert.Equal((Role.Admin, Role.Staff), (second.Role, third.Role));
        Assert.Null(await accounts.CredentialsAsync("first@example.com", ct));
    }

    [Fact]
    public async Task The_last_admin_stays_admin_even_if_two_demote_each_other_at_the_same_time()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await FreshDatabase.CreateAsync(shop, ct);
        await database.MigrateAsync(ct);
        var (accounts, sessions) = (Store(database), Sessions(database));
        var first = await sessions.RegisterAsync(New("first@example.com"), null, UnknownCaller, ct);
        var second = await sessions.RegisterAsync(New("second@example.com"), null, UnknownCaller, ct);
        await SetAsync(second, Role.Admin);

        var demoted = await Task.WhenAll(DemotedAsync(first), DemotedAsync(second));

        Assert.Single(demoted, isDone => isDone);
        var left = demoted[0] ? second : first;
        var refusal = await Assert.ThrowsAsync<ShopException>(() => SetAsync(left, Role.Staff));
        Assert.Equal(ErrorCode.Conflict, refusal.Code);
        Assert.Equal(Role.Admin, (await accounts.FindAsync(left.Id, ct))!.Role);

        async Task<bool> DemotedAsync(Account admin)
        {
            try
            {
                await SetAsync(admin, Role.Support);
                return true;
            }
            catch (ShopException e) when (e.Code == ErrorCode.Conflict)
            {
                return false;
            }
        }

        Task<Account?> SetAsync(Account account, Role role) => sessions.ChangeRoleAsync(
            account.Id,
            role,
            UnknownCaller,
            new(account.Id, null, "role.changed", $"{account.Id}"),
            ct);
    }

    static NewAccount New(string email) => new(email, email, "no hash", "", "", "");

    static readonly IOptions<AccountOptions> Development = Options.Create(new AccountOptions
    {
        GrantRolesOnRegistration = true,
        StaffEmails = { "staff@example.com", "boss@example.com" }
    });

    static AccountStore Store(FreshDatabase database) => new(database.Source, Development);

    static SessionStore Sessions(FreshDatabase database, bool isRedisAway = false) =>
        new(database.Source, new ForgottenTokens(isRedisAway), Development);
}
