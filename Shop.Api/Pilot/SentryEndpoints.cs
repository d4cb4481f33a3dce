using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Shop.Api.Http;
using Shop.Pilot.Errors;
using Shop.Pilot.Errors.Sentry;

namespace Shop.Api.Pilot;

/// <summary>
/// Sentry's protocol, for its SDKs and browsers of any site. The SDKs name no content type, so the body is read as it
/// comes.
/// </summary>
static class SentryEndpoints
{
    const string KeyName = "sentry_key";

    public static void MapSentry(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/{project}").WithTags("Sentry").WithMetadata(new IsErrorIntake())
            .AddEndpointFilter(AllowOtherOrigins)
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(413).ProducesProblem(429);
        api.MapPost("/envelope/", TakeEnvelope);
        api.MapPost("/store/", TakeEvent);
        api.MapPost("/security/", TakeSecurity);
        foreach (var path in (string[])["/envelope/", "/store/", "/security/"])
            api.MapMethods(path, [HttpMethods.Options], Preflight).ExcludeFromDescription();
    }

    public static void AddSentry(this IServiceCollection services)
    {
        services.AddErrorReporting<IncidentWriter>();
        services.AddSingleton<IntakeQuota>();
        services.AddSingleton<FeedbackWriter>();
        services.AddSingleton<SentryIntake>();
        services.AddSingleton<UserErrors>();
    }

    /// <response code="403">The key is not that of the project.</response>
    /// <response code="413">The body is longer than 1 MB, or 5 MB when unpacked.</response>
    /// <response code="429">There are too many; Retry-After and X-Sentry-Rate-Limits say how long to wait.</response>
    internal static async Task<Ok<Taken>> TakeEnvelope(
        string project, HttpContext http, SentryIntake intake, IntakeQuota quota, IOptions<IntakeOptions> options,
        CancellationToken ct)
    {
        // Before the body is read: it may be long. A tunnel's key is in the body.
        var key = KeyOf(http.Request);
        if (key is not null)
            EnsureKey(project, key, options.Value);
        EnsureQuota(quota, http);
        using var body = await SentryBody.ReadAsync(http.Request, ct);
        var envelope = Envelope.Parse(body.Memory);
        if (key is null)
            EnsureKey(project, KeyOfDsn(envelope), options.Value);
        return TypedResults.Ok(Taken.Of(await intake.TakeAsync(envelope, ct)));
    }

    /// <response code="403">The key is not that of the project.</response>
    /// <response code="413">The body is longer than 1 MB, or 5 MB when unpacked.</response>
    /// <response code="429">There are too many; Retry-After and X-Sentry-Rate-Limits say how long to wait.</response>
    internal static async Task<Ok<Taken>> TakeEvent(
        string project, HttpContext http, SentryIntake intake, IntakeQuota quota, IOptions<IntakeOptions> options,
        CancellationToken ct)
    {
        EnsureKey(project, KeyOf(http.Request), options.Value);
        EnsureQuota(quota, http);
        using var body = await SentryBody.ReadAsync(http.Request, ct);
        return TypedResults.Ok(Taken.Of(await intake.TakeEventAsync(body.Memory, ct)));
    }

    /// <response code="403">The key is not that of the project.</response>
    /// <response code="413">The body is longer than 1 MB, or 5 MB when unpacked.</response>
    /// <response code="429">There are too many; Retry-After and X-Sentry-Rate-Limits say how long to wait.</response>
    internal static async Task<Ok<Taken>> TakeSecurity(
        string project, HttpContext http, SentryIntake intake, IntakeQuota quota, IOptions<IntakeOptions> options,
        CancellationToken ct)
    {
        EnsureKey(project, KeyOf(http.Request), options.Value);
        EnsureQuota(quota, http);
        using var body = await SentryBody.ReadAsync(http.Request, ct);
        var query = http.Request.Query;
        await intake.TakeSecurityAsync(body.Memory, query["sentry_release"], query["sentry_environment"], ct);
        return TypedResults.Ok(Taken.Of(null));
    }

    static NoContent Preflight() => TypedResults.NoContent();

    // X-Sentry-Auth: Sentry sentry_version=7,sentry_client=sentry.dotnet/6.12.1,sentry_key=…
    static string? KeyOf(HttpRequest request)
    {
        if (request.Query[KeyName] is [{ Length: > 0 } inQuery])
            return inQuery;
        var header = request.Headers["X-Sentry-Auth"].ToString();
        if (header.Length == 0 && request.Headers.Authorization.ToString() is var other
            && other.StartsWith("Sentry ", StringComparison.OrdinalIgnoreCase))
            header = other;
        foreach (var part in header.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
            if (part.StartsWith($"{KeyName}=", StringComparison.OrdinalIgnoreCase))
                return part[(KeyName.Length + 1)..];
        return null;
    }

    static string? KeyOfDsn(Envelope envelope) =>
        Uri.TryCreate(Envelope.Text(envelope.Header, "dsn"), UriKind.Absolute, out var dsn)
            ? dsn.UserInfo.Split(':')[0]
            : null;

    static void EnsureKey(string project, string? key, IntakeOptions options)
    {
        if (options.Key is not { Length: > 0 } expected || key is null || project != options.Project
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(expected)))
            throw new ShopException(ErrorCode.Forbidden, "The key is not that of the project.");
    }

    static void EnsureQuota(IntakeQuota quota, HttpContext http)
    {
        if (quota.Acquire(ClientAddress.Of(http)) is { } wait)
            throw RateLimits.TooMany(wait);
    }

    // The error handling clears the headers, so they are set when the response starts.
    static ValueTask<object?> AllowOtherOrigins(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.OnStarting(static state =>
        {
            var response = (HttpResponse)state;
            var headers = response.Headers;
            headers.AccessControlAllowOrigin = "*";
            headers.AccessControlAllowMethods = "POST";
            headers.AccessControlAllowHeaders =
                "x-sentry-auth, origin, referer, accept, content-type, authorization, content-encoding";
            headers.AccessControlExposeHeaders = "x-sentry-error, x-sentry-rate-limits, retry-after";
            headers.AccessControlMaxAge = "3600";
            if (response.StatusCode == StatusCodes.Status429TooManyRequests)
                headers["X-Sentry-Rate-Limits"] = $"{headers.RetryAfter}::key";
            return Task.CompletedTask;
        }, context.HttpContext.Response);
        return next(context);
    }
}
