using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Catalog;
using StackExchange.Redis;

namespace Shop.Tests.Accounts;

[Trait("suite", "contract")]
public class SessionTests(ShopFixture shop)
{
    [Fact]
    public async Task A_refresh_replaces_both_tokens()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);

        using var response = await RefreshAsync(customer.Refresh, ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var session = (await response.Content.ReadFromJsonAsync<JsonObject>(ct))!;
        Assert.NotEqual(
            (customer.Access, customer.Refresh),
            ((string)session["access_token"]!, (string)session["refresh_token"]!));
        using var renewed = shop.WithToken((string)session["access_token"]!);
        Assert.Equal(customer.Id, (Guid)(await renewed.GetJsonAsync("/user-api/me", ct))["id"]!);
        await AssertSignedOutAsync(customer.Api, ct);
    }

    [Fact]
    public async Task Reusing_a_refresh_token_ends_the_whole_session()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        var other = await SignInAsync(customer, ct);
        using var first = await RefreshAsync(customer.Refresh, ct);
        var stolen = (await first.Content.ReadFromJsonAsync<JsonObject>(ct))!;

        using var again = await RefreshAsync(customer.Refresh, ct);
        using var next = await RefreshAsync((string)stolen["refresh_token"]!, ct);

        await again.ProblemAsync(HttpStatusCode.Unauthorized, ct);
        await next.ProblemAsync(HttpStatusCode.Unauthorized, ct);
        using var thief = shop.WithToken((string)stolen["access_token"]!);
        await AssertSignedOutAsync(thief, ct);
        Assert.NotNull(await other.GetJsonAsync("/user-api/me", ct));
        Assert.Equal(
            1,
            await shop.Database.ScalarAsync<long>(
                $"select count(*) from accounts.audit where user_id = {customer.Id} and action = 'refresh_reused'",
                ct));
    }

    [Fact]
    public async Task At_most_one_of_concurrent_refreshes_with_one_token_succeeds()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            using var response = await RefreshAsync(customer.Refresh, ct);
            return response.StatusCode;
        }));

        Assert.Single(statuses, HttpStatusCode.OK);
        Assert.Equal(9, statuses.Count(status => status == HttpStatusCode.Unauthorized));
        await AssertSignedOutAsync(customer.Api, ct);
    }

    [Fact]
    public async Task A_repeated_refresh_with_its_idempotency_key_returns_the_same_tokens_and_another_key_is_reuse()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RenewAsync("key-1")));
        var pair = Assert.Single(answers.Distinct());
        Assert.NotEqual((customer.Access, customer.Refresh), pair);
        await AssertNotInRedisAsync(pair.Access, pair.Refresh);
        using var renewed = shop.WithToken(pair.Access);
        Assert.Equal(customer.Id, (Guid)(await renewed.GetJsonAsync("/user-api/me", ct))["id"]!);
        Assert.Equal(
            1,
            await shop.Database.ScalarAsync<long>(
                $"select count(*) from accounts.audit where user_id = {customer.Id} and action = 'refreshed'", ct));

        using var copied = await RefreshAsync(customer.Refresh, ct, "key-2");
        await copied.ProblemAsync(HttpStatusCode.Unauthorized, ct);
        await AssertSignedOutAsync(renewed, ct);
        using var late = await RefreshAsync(customer.Refresh, ct, "key-1");
        await late.ProblemAsync(HttpStatusCode.Unauthorized, ct);

        async Task<(string Access, string Refresh)> RenewAsync(string key)
        {
            using var response = await RefreshAsync(customer.Refresh, ct, key);
            var session = await response.AnswerAsync(HttpStatusCode.OK, ct);
            return ((string)session["access_token"]!, (string)session["refresh_token"]!);
        }
    }

    [Fact]
    public async Task Signing_out_ends_the_refresh_token_too()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        using var logout = await customer.Api.PostAsync("/api/auth/logout", null, ct);
        logout.EnsureSuccessStatusCode();

        using var response = await RefreshAsync(customer.Refresh, ct);

        await response.ProblemAsync(HttpStatusCode.Unauthorized, ct);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData(".")]
    [InlineData("019b76daabe8711dab0d549b6f03675a.x")]
    [InlineData("' or '1'='1")]
    public async Task An_invalid_refresh_token_is_refused(string token)
    {
        var ct = TestContext.Current.CancellationToken;
        using var response = await RefreshAsync(token, ct);

        await response.ProblemAsync(token.Length == 0 ? HttpStatusCode.BadRequest : HttpStatusCode.Unauthorized, ct);
    }

    [Fact]
    public async Task Tokens_and_passwords_are_kept_as_hashes_only()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        var mailed = await shop.VerificationTokenAsync(customer.Email, ct);

        var rows = await shop.Database.ScalarAsync<string>(
            $"""
            select (select json_agg(u)::text from accounts.users u where id = {customer.Id})
                || (select json_agg(s)::text from accounts.sessions s where user_id = {customer.Id})
                || (select json_agg(t)::text from accounts.mailed_tokens t where user_id = {customer.Id})
                || (select json_agg(a)::text from accounts.audit a where user_id = {customer.Id})
            """, ct);

        Assert.Contains("$argon2id$", rows, StringComparison.Ordinal);
        string[] secrets =
        [
            Customers.Password, customer.Access, customer.Refresh, customer.Refresh.Split('.')[1], mailed
        ];
        foreach (var secret in secrets)
            Assert.DoesNotContain(secret, rows, StringComparison.Ordinal);
    }

    async Task<HttpResponseMessage> RefreshAsync(string token, CancellationToken ct, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/refresh")
        {
            Content = JsonContent.Create(new { refresh_token = token })
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await shop.Api.SendAsync(request, ct);
    }

    async Task AssertNotInRedisAsync(params string[] secrets)
    {
        using var redis = await ConnectionMultiplexer.ConnectAsync(await shop.ConnectionStringAsync("redis"));
        var cached = redis.GetServer(redis.GetEndPoints().Single())
            .Keys(pattern: "renewed:*")
            .Select(key => (string?)redis.GetDatabase().StringGet(key) ?? "")
            .ToList();
        Assert.NotEmpty(cached);
        Assert.All(
            secrets,
            secret => Assert.DoesNotContain(cached, value => value.Contains(secret, StringComparison.Ordinal)));
    }

    async Task<HttpClient> SignInAsync(Customer customer, CancellationToken ct)
    {
        using var login = await shop.Api.PostAsJsonAsync(
            "/api/auth/login", new { email = customer.Email, password = Customers.Password }, ct);
        return shop.WithToken((string)(await login.Content.ReadFromJsonAsync<JsonObject>(ct))!["access_token"]!);
    }

    static async Task AssertSignedOutAsync(HttpClient api, CancellationToken ct)
    {
        using var response = await api.GetAsync("/user-api/me", ct);
        await response.ProblemAsync(HttpStatusCode.Unauthorized, ct);
    }
}
