using System.Text.Json.Serialization;

namespace Shop.Pilot.Requests;

/// <summary>What one request cost. A struct, so that recording it allocates nothing.</summary>
public readonly record struct RequestMeasurement
{
    public required RequestSource Source { get; init; }

    public required string Method { get; init; }

    /// <summary>The route template, never the path: a path has ids, and there is no end of them.</summary>
    public required string Route { get; init; }

    public required short Status { get; init; }

    /// <summary>When it ended, in UTC.</summary>
    public required DateTime At { get; init; }

    public required TimeSpan Duration { get; init; }

    public int Statements { get; init; }

    /// <summary>How often the most frequent statement was executed.</summary>
    public int Repeats { get; init; }

    /// <summary>The time of all statements, which may be longer than the request if they ran side by side.</summary>
    public TimeSpan SqlTime { get; init; }

    /// <summary>Hashed before it is stored.</summary>
    public Guid? User { get; init; }

    public Guid? Trace { get; init; }

    public UserAction? Action { get; init; }

    /// <summary>Who acted: requests of the site's visitors reach the API from the site.</summary>
    public RequestSource ActionSource { get; init; }
}

/// <summary>Where a request was measured. <c>Sdk</c> are the transactions that SDKs of Sentry send.</summary>
[JsonConverter(typeof(EnumNameConverter<RequestSource>))]
public enum RequestSource : byte
{
    Api,
    Site,
    Sdk
}

/// <summary>The steps to a purchase. The last one, a payment, is counted by Analytics.</summary>
[JsonConverter(typeof(EnumNameConverter<UserAction>))]
public enum UserAction : byte
{
    Search,
    AddToCart,
    Checkout,
    Order
}
