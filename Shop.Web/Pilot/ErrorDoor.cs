using Microsoft.Extensions.Options;
using Shop.Pilot.Errors;
using Shop.Pilot.Errors.Sentry;

namespace Shop.Web.Pilot;

/// <summary>Where this site and its pages report errors. Without a key they report nothing.</summary>
sealed class ErrorDoor(IOptions<IntakeOptions> options, IHostEnvironment environment)
{
    public string Release { get; } = ErrorReporter.ReleaseOf(options.Value);
    public string Environment { get; } = ErrorReporter.EnvironmentOf(environment);
    public string? Envelopes { get; } = PathOf(options.Value, "envelope");

    public string? Violations => PathOf(options.Value, "security") is { } path
        ? $"{path}&sentry_release={Escape(Release)}&sentry_environment={Escape(Environment)}"
        : null;

    // A semicolon or a comma would end the directive.
    static string Escape(string text) => Uri.EscapeDataString(text);

    static string? PathOf(IntakeOptions options, string kind) =>
        options.Key is { Length: > 0 } key ? $"/api/{options.Project}/{kind}/?sentry_key={key}" : null;
}

/// <summary>Sends the errors of the site to the API, because the site has no database.</summary>
sealed class EnvelopeSender(IHttpClientFactory clients, ErrorDoor door) : IIncidentSink
{
    public const string Client = "errors";

    public async Task WriteAsync(Incident incident, CancellationToken ct)
    {
        if (door.Envelopes is not { } path)
            return;
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new ByteArrayContent(SentEvent.Write(incident));
        request.Options.Set(RequestHints.Report, true);
        using var response = await clients.CreateClient(Client).SendAsync(request, ct);
        // A refusal stays one, except under a quota.
        if ((int)response.StatusCode is >= 400 and < 500 and not StatusCodes.Status429TooManyRequests)
            throw new ShopException(ErrorCode.Invalid, $"The API refuses the error with {(int)response.StatusCode}.");
        response.EnsureSuccessStatusCode();
    }
}

static class ErrorDoorServices
{
    public static void AddErrorDoor(this IServiceCollection services)
    {
        services.AddHttpClient(EnvelopeSender.Client, http => http.BaseAddress = new("https+http://api"));
        services.AddSingleton<ErrorDoor>();
        services.AddErrorReporting<EnvelopeSender>();
    }
}
