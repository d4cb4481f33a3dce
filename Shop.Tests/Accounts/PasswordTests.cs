using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Catalog;

namespace Shop.Tests.Accounts;

[Trait("suite", "contract")]
public class PasswordTests(ShopFixture shop)
{
    const string NewPassword = "another horse 9";

    [Fact]
    public async Task Changing_the_password_ends_every_other_session()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        using var login = await LoginAsync(customer.Email, Customers.Password, ct);
        var other = (await login.Content.ReadFromJsonAsync<JsonObject>(ct))!;

        using var wrong = await customer.Api.PostAsJsonAsync(
            "/api/auth/change-password", new { old_password = NewPassword, new_password = NewPassword }, ct);
        Assert.Equal(["old_password"], (await wrong.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
        using var weak = await customer.Api.PostAsJsonAsync(
            "/api/auth/change-password", new { old_password = Customers.Password, new_password = "short" }, ct);
        Assert.Equal(["new_password"], (await weak.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
        using var changed = await customer.Api.PostAsJsonAsync(
            "/api/auth/change-password", new { old_password = Customers.Password, new_password = NewPassword }, ct);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);

        Assert.NotNull(await customer.Api.GetJsonAsync("/user-api/me", ct));
        using var otherApi = shop.WithToken((string)other["access_token"]!);
        using var revoked = await otherApi.GetAsync("/user-api/me", ct);
        await revoked.ProblemAsync(HttpStatusCode.Unauthorized, ct);
        using var refresh = await shop.Api.PostAsJsonAsync(
            "/api/auth/refresh", new { refresh_token = (string)other["refresh_token"]! }, ct);
        await refresh.ProblemAsync(HttpStatusCode.Unauthorized, ct);
        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.OK),
            (
                await LoginStatusAsync(customer.Email, Customers.Password, ct),
                await LoginStatusAsync(customer.Email, NewPassword, ct)));
    }

    [Fact]
    public async Task A_mailed_token_resets_the_password_once_and_ends_every_session()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        using var asked = await shop.Api.PostAsJsonAsync(
            "/api/auth/forgot-password", new { email = customer.Email.ToUpperInvariant() }, ct);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        var token = await shop.ResetTokenAsync(customer.Email, ct);

        using var weak = await ResetAsync(token, "short", ct);
        await weak.ProblemAsync(HttpStatusCode.BadRequest, ct);
        using var reset = await ResetAsync(token, NewPassword, ct);
        Assert.Equal(HttpStatusCode.OK, reset.StatusCode);
        using var again = await ResetAsync(token, "yet another 10", ct);
        Assert.Equal(["token"], (await again.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());

        using var revoked = await customer.Api.GetAsync("/user-api/me", ct);
        await revoked.ProblemAsync(HttpStatusCode.Unauthorized, ct);
        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.OK),
            (
                await LoginStatusAsync(customer.Email, Customers.Password, ct),
                await LoginStatusAsync(customer.Email, NewPassword, ct)));
        var actions = await shop.Database.ScalarAsync<string[]>(
            $"select array_agg(action order by id) from accounts.audit where user_id = {customer.Id}", ct);
        Assert.Equal(
            ["registered", "password_reset_requested", "password_reset", "login_failed", "logged_in"],
            actions!);
    }

    [Fact]
    public async Task Forgot_password_answers_the_same_for_any_address_and_limits_mails()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        var answers = new List<(HttpStatusCode, string)>();
        string[] others = [Customers.NewEmail(), "no address", "'; drop table accounts.users; --"];
        foreach (var email in Enumerable.Repeat(customer.Email, 5).Concat(others))
        {
            using var response = await shop.Api.PostAsJsonAsync("/api/auth/forgot-password", new { email }, ct);
            answers.Add((response.StatusCode, await response.Content.ReadAsStringAsync(ct)));
        }

        Assert.Equal(HttpStatusCode.Accepted, Assert.Single(answers.Distinct()).Item1);
        Assert.Equal(
            3,
            await shop.Database.ScalarAsync<long>(
                $"""
                select count(*) from accounts.audit
                where user_id = {customer.Id} and action = 'password_reset_requested'
                """, ct));
    }

    [Fact]
    public async Task A_mailed_token_verifies_the_address_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        var token = await shop.VerificationTokenAsync(customer.Email, ct);

        using var asReset = await ResetAsync(token, NewPassword, ct);
        await asReset.ProblemAsync(HttpStatusCode.BadRequest, ct);
        using var verified = await shop.Api.PostAsJsonAsync("/api/auth/verify-email", new { token }, ct);
        using var again = await shop.Api.PostAsJsonAsync("/api/auth/verify-email", new { token }, ct);

        Assert.Equal(HttpStatusCode.OK, verified.StatusCode);
        Assert.Equal(["token"], (await again.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
        Assert.True((bool)(await customer.Api.GetJsonAsync("/user-api/me", ct))["email_verified"]!);
    }

    [Fact]
    public async Task An_expired_mailed_token_is_refused()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        var token = await shop.VerificationTokenAsync(customer.Email, ct);
        await shop.Database.ExecuteAsync(
            $"update accounts.mailed_tokens set expires_at = now() where user_id = {customer.Id}", ct);

        using var response = await shop.Api.PostAsJsonAsync("/api/auth/verify-email", new { token }, ct);

        await response.ProblemAsync(HttpStatusCode.BadRequest, ct);
        Assert.False((bool)(await customer.Api.GetJsonAsync("/user-api/me", ct))["email_verified"]!);
    }

    [Fact]
    public async Task After_too_many_wrong_passwords_even_the_right_one_is_429_for_that_account_only()
    {
        var ct = TestContext.Current.CancellationToken;
        var (customer, other) = (await Customers.RegisterAsync(shop, ct), await Customers.RegisterAsync(shop, ct));
        var unknown = Customers.NewEmail();
        foreach (var email in (string[])[customer.Email, unknown])
        {
            for (var i = 0; i < 10; i++)
                Assert.Equal(HttpStatusCode.Unauthorized, await LoginStatusAsync(email, "wrong password", ct));

            using var response = await LoginAsync(email, Customers.Password, ct);
            await response.ProblemAsync(HttpStatusCode.TooManyRequests, ct);
            Assert.InRange(
                response.Headers.RetryAfter!.Delta!.Value,
                TimeSpan.FromMinutes(10),
                TimeSpan.FromMinutes(15));
        }
        Assert.Equal(HttpStatusCode.OK, await LoginStatusAsync(other.Email, Customers.Password, ct));
        Assert.NotNull(await customer.Api.GetJsonAsync("/user-api/me", ct));
    }

    [Fact]
    public async Task Concurrent_password_guesses_are_limited()
    {
        // Elsewhere every connection may have another address.
        RemoteShop.SkipWithout("one address for all guesses");
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 30).Select(
            _ => LoginStatusAsync(customer.Email, "wrong password", ct)));

        // When the tenth guess fails, one more per processor may be in progress.
        Assert.InRange(
            statuses.Count(status => status == HttpStatusCode.Unauthorized),
            10,
            10 + Environment.ProcessorCount);
        Assert.DoesNotContain(
            statuses,
            status => status is not HttpStatusCode.Unauthorized and not HttpStatusCode.TooManyRequests);
    }

    async Task<HttpStatusCode> LoginStatusAsync(string email, string password, CancellationToken ct)
    {
        using var response = await LoginAsync(email, password, ct);
        return response.StatusCode;
    }

    Task<HttpResponseMessage> LoginAsync(string email, string password, CancellationToken ct) =>
        shop.Api.PostAsJsonAsync("/api/auth/login", new { email, password }, ct);

    Task<HttpResponseMessage> ResetAsync(string token, string password, CancellationToken ct) =>
        shop.Api.PostAsJsonAsync("/api/auth/reset-password", new { token, new_password = password }, ct);
}
