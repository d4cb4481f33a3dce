using Shop.Pilot.Requests;

namespace ServiceDefaults;

/// <summary>
/// A successful request for this route or page is a step to a purchase: <c>[CountedAction(UserAction.Checkout)]</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CountedActionAttribute(UserAction action) : Attribute
{
    public UserAction Action => action;

    /// <summary>Only requests with this method count: a page whose form is sent is requested again.</summary>
    public string? Method { get; init; }

    /// <summary>The request counts only if it has this query parameter.</summary>
    public string? WithQuery { get; init; }
}
