using System.Net;

namespace Shop;

/// <summary>What the site shows for an error that the page itself does not handle.</summary>
public enum ErrorPage
{
    /// <summary>The page with a reference number, status 500.</summary>
    Failure,

    /// <summary>The sign-in page, which returns to the requested one.</summary>
    SignIn,

    /// <summary>The page for the status of the API's answer.</summary>
    Refusal
}

/// <summary>The status determines the type of the problem details too: ASP.NET Core adds it.</summary>
public sealed record ErrorRow(ErrorCode Code, HttpStatusCode Status, ErrorPage Page);

/// <summary>What the API answers for each <see cref="ErrorCode"/>, and what the site makes of that answer.</summary>
public static class ErrorTable
{
    public static readonly IReadOnlyList<ErrorRow> Rows =
    [
        new(ErrorCode.Internal, HttpStatusCode.InternalServerError, ErrorPage.Failure),
        new(ErrorCode.Invalid, HttpStatusCode.BadRequest, ErrorPage.Failure),
        new(ErrorCode.Unauthorized, HttpStatusCode.Unauthorized, ErrorPage.SignIn),
        new(ErrorCode.Forbidden, HttpStatusCode.Forbidden, ErrorPage.Refusal),
        new(ErrorCode.NotFound, HttpStatusCode.NotFound, ErrorPage.Refusal),
        new(ErrorCode.Conflict, HttpStatusCode.Conflict, ErrorPage.Failure),
        new(ErrorCode.PreconditionFailed, HttpStatusCode.PreconditionFailed, ErrorPage.Failure),
        new(ErrorCode.Unprocessable, HttpStatusCode.UnprocessableEntity, ErrorPage.Failure),
        new(ErrorCode.TooManyRequests, HttpStatusCode.TooManyRequests, ErrorPage.Refusal),
        new(ErrorCode.Unavailable, HttpStatusCode.ServiceUnavailable, ErrorPage.Failure)
    ];

    public static ErrorRow Row(ErrorCode code) => Rows.First(row => row.Code == code);

    /// <summary>Null for a status that the API answers without an error code.</summary>
    public static ErrorCode? CodeOf(HttpStatusCode status) => Rows.FirstOrDefault(row => row.Status == status)?.Code;
}
