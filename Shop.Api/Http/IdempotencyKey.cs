namespace Shop.Api.Http;

static class IdempotencyKey
{
    /// <summary>Null when the caller sent none.</summary>
    public static string? Of(HttpRequest request) => (string?)request.Headers["Idempotency-Key"] switch
    {
        null or "" => null,
        { Length: <= 200 } key => key,
        _ => throw ShopException.Invalid("Idempotency-Key", "must be text of at most 200 characters")
    };
}
