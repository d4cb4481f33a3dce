using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Catalog;

namespace Shop.Tests.Accounts;

[Trait("suite", "contract")]
public class SignInTests(ShopFixture shop)
{
    [Fact]
    public async Task Sign_in_returns_the_token_under_every_name_that_clients_expect()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        using var response = await shop.Api.PostAsJsonAsync(
            "/api/auth/login", new { email = customer.Email.ToUpperInvariant(), password = Customers.Password }, ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var session = (await response.Content.ReadFromJsonAsync<JsonObject>(ct))!;
        Assert.Equal((string)session["access_token"]!, (string)session["access"]!);
        Assert.NotEqual(customer.Access, (string)session["access"]!);
        Assert.Equal(customer.Id, (Guid)session["user"]!["id"]!);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_look_the_same()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        var answers = new List<string>();
        foreach (var name in (string[])[customer.Email, Customers.NewEmail(), "' or 1=1 --", "a\r\nX-Injected: 1"])
        {
            using var response = await shop.Api.PostAsJsonAsync(
                "/api/auth/login", new { email = name, password = "not the password" }, ct);
            var problem = await response.ProblemAsync(HttpStatusCode.Unauthorized, ct);
            problem.Remove("trace_id");
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
            answers.Add(problem.ToJsonString());
        }

        Assert.Single(answers.Distinct());
        Assert.Equal(
            1,
            await shop.Database.ScalarAsync<long>(
                $"""
                select count(*) from accounts.audit
                where user_id = {customer.Id} and action = 'login_failed' and address is not null
                """, ct));
    }

    [Fact]
    public async Task Signing_out_revokes_that_token_only_and_at_once()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        using var login = await shop.Api.PostAsJsonAsync(
            "/user-api/login", new { username = customer.Email, password = Customers.Password }, ct);
        using var second = shop.WithToken(
            (string)(await login.Content.ReadFromJsonAsync<JsonObject>(ct))!["access_token"]!);

        foreach (var path in (string[])["/user-api/logout", "/api/auth/logout"])
        {
            var api = path.StartsWith("/user", StringComparison.Ordinal) ? second : customer.Api;
            using var response = await api.PostAsync(path, null, ct);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            using var revoked = await api.GetAsync("/user-api/me", ct);
            await revoked.ProblemAsync(HttpStatusCode.Unauthorized, ct);
            if (api == second)
                Assert.NotNull(await customer.Api.GetJsonAsync("/user-api/me", ct));
        }
        Assert.Equal(
            0,
            await shop.Database.ScalarAsync<long>(
                $"select count(*) from accounts.sessions where user_id = {customer.Id}", ct));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Bearer 'or'1'='1")]
    [InlineData("Basic YTpi")]
    public async Task Without_a_valid_token_the_answer_is_401(string? authorization)
    {
        var ct = TestContext.Current.CancellationToken;
        foreach (var path in (string[])["/api/users/profile", "/user-api/me"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var response = await shop.Api.SendAsync(request, ct);
            await response.ProblemAsync(HttpStatusCode.Unauthorized, ct);
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        }
    }

    [Fact]
    public async Task An_invalid_token_is_ignored_on_public_routes()
    {
        var ct = TestContext.Current.CancellationToken;
        using var api = shop.WithToken(new string('A', 43));
        using var response = await api.GetAsync("/api/products?limit=1", ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task An_insufficient_role_is_403()
    {
        var ct = TestContext.Current.CancellationToken;
        var staff = await Customers.StaffAsync(shop, ct);
        using var response = await staff.Api.PutAsJsonAsync($"/api/users/{staff.Id}/role", new { role = "admin" }, ct);

        await response.ProblemAsync(HttpStatusCode.Forbidden, ct);
        Assert.Equal("staff", (string)(await staff.Api.GetJsonAsync("/user-api/me", ct))["role"]!);
    }

    [Fact]
    public async Task Updating_a_profile_changes_only_the_fields_sent()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        using var response = await customer.Api.PutAsJsonAsync(
            "/api/users/profile", new { last_name = "O'Brien <b>", phone = "+7 900 0000000" }, ct);
        using var wrong = await customer.Api.PutAsJsonAsync(
            "/api/users/profile", new { first_name = new string('a', 101), phone = "\0" }, ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["first_name", "phone"], (await wrong.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
        var user = await customer.Api.GetJsonAsync("/api/users/profile", ct);
        Assert.Equal(
            ("Анна", "O'Brien <b>", "+7 900 0000000"),
            ((string)user["first_name"]!, (string)user["last_name"]!, (string)user["phone"]!));
    }
}
