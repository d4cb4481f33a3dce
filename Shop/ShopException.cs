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
/// The one error the shop raises on purpose; its message is for whoever asked. A permanent one is not worth trying again: a message that causes it
/// goes to the dead letters at once.
/// </summary>
public sealed class ShopException(ErrorCode code, string message, bool permanent = true, Exception? inner = null) : Exception(message, inner)
{
    public ErrorCode Code => code;
    public bool Permanent => permanent;

    /// <summary>What is wrong with which field, in the names the caller used.</summary>
    public IReadOnlyDictionary<string, string[]>? Fields { get; init; }

    /// <summary>When asking again may help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static ShopException Invalid(string field, string problem) =>
        new(ErrorCode.Invalid, "The request is not valid.") { Fields = new Dictionary<string, string[]> { [field] = [problem] } };
}
