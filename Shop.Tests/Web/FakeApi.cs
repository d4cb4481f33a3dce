using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Shop.Accounts;

namespace Shop.Tests.Web;

/// <summary>An API that answers as a test says, for a site of its own.</summary>
sealed class FakeApi(WebApplication server) : IAsyncDisposable
{
    public static async Task<FakeApi> StartAsync(RequestDelegate answer, CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(answer);
        await server.StartAsync(ct);
        return new(server);
    }

    public Uri Address => new(server.Urls.Single());

    public Task<HostProcess> SiteAsync(CancellationToken ct) =>
        HostProcess.StartAsync(
            "Shop.Web",
            ct,
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            // Tests count the calls that the site makes.
            ("Pilot__Requests__Enabled", "false"),
            ("services__api__http__0", Address.ToString()));

    public ValueTask DisposeAsync() => server.DisposeAsync();
}

static class FakeResponses
{
    public static Task AnswerAsync(this HttpContext http, int status, string body, int? retryAfter = null)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        if (retryAfter is { } wait)
            http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return http.Response.WriteAsync(body);
    }

    /// <summary>The response to a login: Anna is signed in.</summary>
    public static Task AnswerSignedInAsync(this HttpContext http, Guid user) =>
        http.AnswerAsync(
            200,
            JsonSerializer.Serialize(
                new SignedIn(
                    new Account(user, "anna@example.com", "anna", "Анна", "", "", Role.Customer, true),
                    "a",
                    "a",
                    "r",
                    "bearer",
                    3600),
                AccountsJson.Default.SignedIn));
}
