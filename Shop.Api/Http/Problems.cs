using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using StackExchange.Redis;

namespace Shop.Api.Http;

/// <summary>
/// Answers every failure with RFC 9457 problem details. The caller sees only the messages of the shop's own exceptions.
/// </summary>
sealed partial class Problems(IProblemDetailsService writer, ILogger<Problems> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken)
    {
        var problem = ProblemOf(exception);
        var retryAfter = (exception as ShopException)?.RetryAfter;
        var request = httpContext.Request;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            LogUnavailable(request.Method, request.Path, ShopTelemetry.TraceId, exception.Message);
            retryAfter ??= TimeSpan.FromSeconds(1);
        }
        else if (problem.Status >= 500)
        {
            LogFailed(exception, request.Method, request.Path, ShopTelemetry.TraceId);
            Report(httpContext, exception);
        }
        if (retryAfter is { } wait)
        {
            var seconds = (int)Math.Ceiling(wait.TotalSeconds);
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
        if (problem.Status == StatusCodes.Status401Unauthorized)
            httpContext.Response.Headers.WWWAuthenticate = Bearer.Challenge(request);
        httpContext.Response.StatusCode = problem.Status!.Value;
        return await writer.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem });
    }

    // Not what the door for errors answers itself: it would report its own failures to itself.
    static void Report(HttpContext http, Exception exception)
    {
        var endpoint = http.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint;
        if (endpoint?.Metadata.GetMetadata<IsErrorIntake>() is not null)
            return;
        var route = endpoint?.RoutePattern.RawText ?? http.Request.Path;
        var user = http.Features.Get<CurrentUser>()?.Id;
        Failures.Report(new($"{http.Request.Method} {route}", exception, ModuleOf(endpoint), user));
    }

    // The tags of the routes are the modules.
    static string ModuleOf(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<ITagsMetadata>() is { Tags: [var tag, ..] } ? tag.ToLowerInvariant() : "http";

    static ProblemDetails ProblemOf(Exception exception) => exception switch
    {
        ShopException { Code: not ErrorCode.Internal, Fields: { } fields } e =>
            new HttpValidationProblemDetails(fields) { Status = StatusOf(e), Title = e.Message },
        ShopException { Code: not ErrorCode.Internal } e => Problem(StatusOf(e), e.Message),
        BadHttpRequestException e => Problem(e.StatusCode, "The request could not be read."),
        // U+0000, which JSON can contain and PostgreSQL cannot store.
        PostgresException
        {
            SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter
        } => Problem(StatusCodes.Status400BadRequest, "The text contains a character that cannot be stored."),
        // A number in free JSON that jsonb cannot store: 1e999999.
        PostgresException { SqlState: PostgresErrorCodes.NumericValueOutOfRange } =>
            Problem(StatusCodes.Status400BadRequest, "The request contains a number that cannot be stored."),
        NpgsqlException { IsTransient: true } =>
            Problem(StatusCodes.Status503ServiceUnavailable, "The database is not available at the moment."),
        // The provider may or may not have processed the request.
        HttpRequestException =>
            Problem(StatusCodes.Status503ServiceUnavailable, "A required provider does not answer at the moment."),
        // RedisTimeoutException is a TimeoutException. The Redis client cancels queued commands when it gives up a
        // connection. A request that its caller has aborted does not get here.
        RedisConnectionException or TimeoutException or OperationCanceledException =>
            Problem(StatusCodes.Status503ServiceUnavailable, "A required server is not available at the moment."),
        _ => Problem(StatusCodes.Status500InternalServerError, null)
    };

    static int StatusOf(ShopException e) => (int)ErrorTable.Row(e.Code).Status;

    static ProblemDetails Problem(int status, string? detail) => new() { Status = status, Detail = detail };

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Method} {Path} could not be answered, reference {Reference}: {Reason}")]
    partial void LogUnavailable(string method, string path, string? reference, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed, reference {Reference}")]
    partial void LogFailed(Exception e, string method, string path, string? reference);
}

/// <summary>Marks routes that take errors.</summary>
sealed class IsErrorIntake;

static class ProblemServices
{
    public static void AddProblems(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<Problems>();
        // Otherwise Development would answer an unreadable body with the text of an exception page.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }
}
