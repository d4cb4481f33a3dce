namespace Shop;

/// <summary>What a caller tells the resilience handler (ServiceDefaults/HttpResilience.cs) about a request.</summary>
public static class RequestHints
{
    /// <summary>
    /// Whether the HTTP client may retry the request. Overrides what the method and the headers imply.
    /// </summary>
    public static readonly HttpRequestOptionsKey<bool> Repeatable = new("Repeatable");

    /// <summary>
    /// The provider answers at once, without asking a bank. When somebody waits for the answer, the first attempt gets
    /// a shorter timeout.
    /// </summary>
    public static readonly HttpRequestOptionsKey<bool> Quick = new("Quick");

    /// <summary>The request reports an error. Its own failure is no error to report.</summary>
    public static readonly HttpRequestOptionsKey<bool> Report = new("Report");
}
