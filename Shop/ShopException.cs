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
/// The only exception type that the shop throws itself; callers see its message. A retry cannot help when it is
/// permanent: a message whose handler throws it becomes a dead letter at once.
/// </summary>
public sealed class ShopException(ErrorCode code, string message, bool permanent = true, Exception? inner = null)
    : Exception(message, inner)
{
    public ErrorCode Code => code;
    public bool Permanent => permanent;

    /// <summary>Validation problems by field, under the field names of the request.</summary>
    public IReadOnlyDictionary<string, string[]>? Fields { get; init; }

    /// <summary>How long to wait before a retry may succeed.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static ShopException Invalid(string field, string problem) =>
        new(ErrorCode.Invalid, "The request is not valid.")
        {
            Fields = new Dictionary<string, string[]> { [field] = [problem] }
        };
}
