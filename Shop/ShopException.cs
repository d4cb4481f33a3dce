namespace Shop;

public enum ErrorCode
{
    Internal,
    Invalid,
    Unauthorized,
    Forbidden,
    NotFound,
    Conflict,
    PreconditionFailed,
    Unprocessable,
    TooManyRequests,
    Unavailable
}

/// <summary>
/// The one exception type that the shop throws on purpose. Its message is written for the caller. A permanent error is
/// not retried: a message that causes it goes to the dead letters at once.
/// </summary>
public sealed class ShopException(
    ErrorCode code, string message, bool permanent = true, Exception? inner = null) : Exception(message, inner)
{
    public ErrorCode Code => code;
    public bool Permanent => permanent;

    /// <summary>Problems per field, under the field names that the caller used.</summary>
    public IReadOnlyDictionary<string, string[]>? Fields { get; init; }

    /// <summary>When a retry may succeed.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static ShopException Invalid(string field, string problem) =>
        new(ErrorCode.Invalid, "The request is not valid.")
        {
            Fields = new Dictionary<string, string[]> { [field] = [problem] }
        };
}
