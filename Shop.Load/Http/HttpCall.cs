namespace Shop.Load.Http;

/// <summary>
/// A request. <c>Name</c> groups the requests of a report: <c>/api/products/{id}</c>. The body is JSON unless it has
/// another content type.
/// </summary>
readonly record struct HttpCall(string Method, string Path, string Name)
{
    public ReadOnlyMemory<byte> Body { get; init; }
    public string ContentType { get; init; } = "application/json";

    /// <summary>An access token.</summary>
    public string? Token { get; init; }

    /// <summary>Further header lines, each with its line end.</summary>
    public string? Headers { get; init; }

    /// <summary>The cookies to send and to update, if the visitor keeps any.</summary>
    public CookieJar? Cookies { get; init; }

    /// <summary>Whether the caller reads the body of the answer.</summary>
    public bool KeepBody { get; init; }

    public static HttpCall Get(string path, string? name = null) => new("GET", path, name ?? path);

    public static HttpCall Post(string path, ReadOnlyMemory<byte> body, string? name = null) =>
        new("POST", path, name ?? path) { Body = body };
}
