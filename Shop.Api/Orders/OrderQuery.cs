using Shop.Orders;

namespace Shop.Api.Orders;

static class OrderQuery
{
    /// <summary>In either dialect's spelling; null when none is asked for.</summary>
    public static string? Status(IQueryCollection query) => (string?)query["status"] switch
    {
        null or "" => null,
        var text when Enum.TryParse<OrderStatus>(text, ignoreCase: true, out var status) && Enum.IsDefined(status) && !char.IsAsciiDigit(text[0]) => status.ToString().ToLowerInvariant(),
        _ => throw ShopException.Invalid("status", $"must be one of {string.Join(", ", Enum.GetNames<OrderStatus>()).ToLowerInvariant()}")
    };
}
