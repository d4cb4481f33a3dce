using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using StackExchange.Redis;

namespace Shop.Api.Http;

/// <summary>Every failure leaves as RFC 9457 problem details; only what the shop itself says on purpose reaches the caller.</summary>
sealed partial class Problems(IProblemDetailsService writer, ILogger<Problems> logger) : IExceptionHandler
{
    static int Status(ErrorCode code) => code switch
    {
        ErrorCode.Invalid => StatusCodes.Status400BadRequest,
        ErrorCode.Unauthorized => StatusCodes.Status401Unauthorized,
        ErrorCode.Forbidden => StatusCodes.Status403Forbidden,
        ErrorCode.NotFound => StatusCodes.Status404NotFound,
        ErrorCode.Conflict => StatusCodes.Status409Conflict,
        ErrorCode.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
        ErrorCode.Unprocessable => StatusCodes.Status422UnprocessableEntity,
        ErrorCode.TooManyRequests => StatusCodes.Status429TooManyRequests,
        ErrorCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError
    };

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            ShopException { Code: not ErrorCode.Internal, Fields: { } fields } e => new HttpValidationProblemDetails(fields) { Status = Status(e.Code), Title = e.Message },
            ShopException { Code: not ErrorCode.Internal } e => new ProblemDetails { Status = Status(e.Code), Detail = e.Message },
            BadHttpRequestException e => new() { Status = e.StatusCode, Detail = "The request could not be read." },
            // U+0000, which JSON can spell and PostgreSQL cannot store.
            PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter } =>
                new() { Status = StatusCodes.Status400BadRequest, Detail = "The text contains a character that cannot be stored." },
            // A number in free JSON that jsonb cannot hold: 1e999999.
            PostgresException { SqlState: PostgresErrorCodes.NumericValueOutOfRange } =>
                new() { Status = StatusCodes.Status400BadRequest, Detail = "The request contains a number that cannot be stored." },
            NpgsqlException { IsTransient: true } => new() { Status = StatusCodes.Status503ServiceUnavailable, Detail = "The database is not available at the moment." },
            // What the provider was asked is not known to have happened, nor that it has not.
            HttpRequestException =>
                new() { Status = StatusCodes.Status503ServiceUnavailable, Detail = "A provider that this needs does not answer at the moment." },
            // RedisTimeoutException is a TimeoutException. The Redis client cancels what is in its queue when it gives up a
            // connection; a request that its caller has aborted does not come here.
            RedisConnectionException or TimeoutException or OperationCanceledException => new()
            {
                Status = StatusCodes.Status503ServiceUnavailable,
                Detail = "A server that this needs is not available at the moment."
            },
            _ => new() { Status = StatusCodes.Status500InternalServerError }
        };
        var retryAfter = (exception as ShopException)?.RetryAfter;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            LogUnavailable(httpContext.Request.Method, httpContext.Request.Path, ShopTelemetry.TraceId, exception.Message);
            retryAfter ??= TimeSpan.FromSeconds(1);
        }
        else if (problem.Status >= 500)
            LogFailed(exception, httpContext.Request.Method, httpContext.Request.Path, ShopTelemetry.TraceId);
        if (retryAfter is { } wait)
            httpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (problem.Status == StatusCodes.Status401Unauthorized)
            httpContext.Response.Headers.WWWAuthenticate = Bearer.Challenge(httpContext.Request);
        httpContext.Response.StatusCode = problem.Status!.Value;
        return await writer.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} could not be answered, reference {Reference}: {Reason}")]
    partial void LogUnavailable(string method, string path, string? reference, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed, reference {Reference}")]
    partial void LogFailed(Exception e, string method, string path, string? reference);
}

static class ProblemServices
{
    public static void AddProblems(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<Problems>();
        // Development would otherwise answer a body that cannot be read with an exception page's text.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }
}
