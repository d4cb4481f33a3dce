using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Shop.Database;
using Shop.Tests.Catalog;

namespace Shop.Tests.Accounts;

[Trait("suite", "contract")]
public class RegistrationTests(ShopFixture shop)
{
    [Fact]
    public async Task Registering_signs_in()
    {
        var ct = TestContext.Current.CancellationToken;
        var email = Customers.NewEmail();
        using var response = await shop.Api.PostAsJsonAsync(
            "/api/auth/register/",
            new
            {
                email,
                password = Customers.Password,
                first_name = "Анна",
                last_name = "Каренина",
                phone = "+7 (900) 123-45-67"
            },
            ct);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var session = (await response.Content.ReadFromJsonAsync<JsonObject>(ct))!;
        Assert.Equal(("Bearer", 3600), ((string)session["token_type"]!, (int)session["expires_in"]!));
        Assert.NotEmpty((string)session["refresh_token"]!);
        var user = session["user"]!.AsObject();
        Assert.Equal(
            ["id", "email", "username", "first_name", "last_name", "phone", "role", "email_verified"],
            user.Select(field => field.Key));
        Assert.Equal(
            (email, "Анна", "Каренина", "+7 (900) 123-45-67", "customer", false),
            (
                (string)user["email"]!,
                (string)user["first_name"]!,
                (string)user["last_name"]!,
                (string)user["phone"]!,
                (string)user["role"]!,
                (bool)user["email_verified"]!));

        using var api = shop.WithToken((string)session["access_token"]!);
        Assert.True(JsonNode.DeepEquals(user, await api.GetJsonAsync("/api/users/profile", ct)));
        Assert.True(JsonNode.DeepEquals(user, await api.GetJsonAsync("/user-api/me/", ct)));
    }

    [Theory]
    [InlineData("password123")]
    [InlineData("testpass123")]
    [InlineData("Test1234")]
    [InlineData("пароль с пробелами")]
    public async Task User_api_registers_by_user_name_with_the_passwords_of_existing_clients(string password)
    {
        var ct = TestContext.Current.CancellationToken;
        var username = $"user_{Guid.CreateVersion7():N}";
        using var registered = await shop.Api.PostAsJsonAsync(
            "/user-api/register", new { username, email = $"{username}@test.com", password }, ct);

        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        var user = (await registered.Content.ReadFromJsonAsync<JsonObject>(ct))!;
        Assert.Equal(["id", "username", "email", "role"], user.Select(field => field.Key));
        Assert.Equal((username, "customer"), ((string)user["username"]!, (string)user["role"]!));

        foreach (var name in (string[])[username, $"{username}@test.com", username.ToUpperInvariant()])
        {
            using var login = await shop.Api.PostAsJsonAsync("/user-api/login", new { username = name, password }, ct);
            Assert.Equal(HttpStatusCode.OK, login.StatusCode);
            Assert.Equal(
                ["access_token", "token_type"],
                (await login.Content.ReadFromJsonAsync<JsonObject>(ct))!.Select(field => field.Key));
        }
    }

    [Fact]
    public async Task Exactly_one_of_concurrent_registrations_with_one_address_succeeds()
    {
        var ct = TestContext.Current.CancellationToken;
        var email = Customers.NewEmail();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            using var response = await shop.Api.PostAsJsonAsync(
                "/api/auth/register",
                new
                {
                    email = i % 2 == 0 ? email : email.ToUpperInvariant(),
                    username = $"u{Guid.CreateVersion7():N}",
                    password = Customers.Password
                },
                ct);
            return response.StatusCode;
        }));

        Assert.Equal(
            [(HttpStatusCode.Created, 1), (HttpStatusCode.Conflict, 19)],
            statuses.CountBy(status => status).Select(count => (count.Key, count.Value)).Order());
        Assert.Equal(
            1,
            await shop.Database.ScalarAsync<long>(
                $"select count(*) from accounts.users where lower(email) = {email}", ct));
        Assert.Equal(
            1,
            await shop.Database.ScalarAsync<long>(
                $"""
                select count(*) from accounts.audit join accounts.users u on u.id = user_id
                where lower(u.email) = {email} and action = 'registered'
                """, ct));
    }

    [Fact]
    public async Task A_taken_email_or_user_name_is_a_conflict_that_names_the_field()
    {
        var ct = TestContext.Current.CancellationToken;
        var customer = await Customers.RegisterAsync(shop, ct);
        var username = $"u{Guid.CreateVersion7():N}";
        using var first = await shop.Api.PostAsJsonAsync(
            "/user-api/register", new { username, email = Customers.NewEmail(), password = Customers.Password }, ct);
        first.EnsureSuccessStatusCode();

        using var sameEmail = await shop.Api.PostAsJsonAsync(
            "/api/auth/register",
            new { email = customer.Email.ToUpperInvariant(), username = $"{username}x", password = Customers.Password },
            ct);
        using var sameName = await shop.Api.PostAsJsonAsync(
            "/user-api/register",
            new { username = username.ToUpperInvariant(), email = Customers.NewEmail(), password = Customers.Password },
            ct);

        Assert.Equal(["email"], (await sameEmail.ProblemAsync(HttpStatusCode.Conflict, ct)).Fields());
        Assert.Equal(["username"], (await sameName.ProblemAsync(HttpStatusCode.Conflict, ct)).Fields());
    }

    [Theory]
    [InlineData(
        """{"email": "no address", "password": "short", "first_name": "a\nb", "phone": "call me"}""",
        "email,first_name,password,phone")]
    [InlineData("""{"email": "a@b@c.ru", "password": "aaaaaaaaaaaa"}""", "email,password")]
    [InlineData("""{"email": "a@example.com\r\nBcc: b@example.com", "password": "Password1"}""", "email,password")]
    [InlineData(
        """{"email": "a@example.com", "password": "long enough 1", "username": "x'; drop table accounts.users; --"}""",
        "username")]
    [InlineData(
        """{"email": "a@example.com", "password": "long enough 1", "username": "somebody@example.com"}""", "username")]
    [InlineData("""{"email": null, "password": null}""", "email,password")]
    [InlineData("{}", "email,password")]
    public async Task Validation_errors_name_each_field(string body, string fields)
    {
        var ct = TestContext.Current.CancellationToken;
        foreach (var path in (string[])["/api/auth/register", "/user-api/register"])
        {
            using var response = await shop.Api.PostAsync(
                path, new StringContent(body, Encoding.UTF8, "application/json"), ct);
            Assert.Equal(fields.Split(','), (await response.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"email": 5, "password": {}}""")]
    [InlineData("""{"email": "a@example.com", "password": "\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800"}""")]
    public async Task An_unreadable_body_is_refused(string body)
    {
        var ct = TestContext.Current.CancellationToken;
        string[] paths = ["/api/auth/register", "/user-api/register", "/api/auth/login", "/user-api/login"];
        foreach (var path in paths)
        {
            using var response = await shop.Api.PostAsync(
                path, new StringContent(body, Encoding.UTF8, "application/json"), ct);
            await response.ProblemAsync(HttpStatusCode.BadRequest, ct);
        }
    }

    [Fact]
    public async Task Values_that_are_too_long_are_refused()
    {
        var ct = TestContext.Current.CancellationToken;
        using var fields = await shop.Api.PostAsJsonAsync(
            "/api/auth/register",
            new
            {
                email = $"{new string('a', 300)}@example.com",
                password = new string('p', 257) + "q",
                first_name = new string('a', 101),
                username = new string('a', 255)
            },
            ct);
        using var body = await shop.Api.PostAsJsonAsync(
            "/api/auth/login", new { email = "a@example.com", password = new string('p', 2_000_000) }, ct);

        Assert.Equal(
            ["email", "first_name", "password", "username"],
            (await fields.ProblemAsync(HttpStatusCode.BadRequest, ct)).Fields());
        await body.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, ct);
    }
}
