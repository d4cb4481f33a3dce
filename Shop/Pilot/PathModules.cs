namespace Shop.Pilot;

/// <summary>The module of the shop that a page, a route of the API or a piece of work belongs to.</summary>
public static class PathModules
{
    public const string Staff = "staff";

    // The first row that the path begins with counts. An asterisk is one part of a path.
    static readonly (string[] Path, string Module)[] Table =
    [
        .. from row in new[]
           {
               ("catalog products categories search", "catalog"),
               ("cart cart-api", "carts"),
               ("orders/*/pay orders/*/payment orders/*/return orders/*/refund payments webhooks", "payments"),
               ("orders checkout order-api", "orders"),
               ("profile login register forgot-password reset-password verify-email auth users user-api", "accounts"),
               ("shipping", "shipping"),
               ("notifications", "notifications"),
               ("inventory", "inventory"),
               ("analytics", "analytics"),
               ("messaging", "messaging"),
               ("tasks", "tasks"),
               ("tickets staff/tickets", "tickets"),
               ("feedback report", "pilot"),
               ("staff", Staff)
           }
           from path in row.Item1.Split(' ')
           select (path.Split('/'), row.Item2)
    ];

    /// <summary>The modules that a person can report about.</summary>
    public static IReadOnlyList<string> OfPeople { get; } =
        ["catalog", "carts", "orders", "payments", "accounts", Staff, "shipping", "notifications"];

    /// <summary>The modules that only programs report about.</summary>
    public static IReadOnlyList<string> OfPrograms { get; } =
        ["inventory", "analytics", "messaging", "tasks", "tickets", "pilot"];

    /// <summary>
    /// Of "/orders/019b…/pay", "POST /api/orders/{id}" or "orders.expire". Null for what belongs to no module, such as
    /// the home page.
    /// </summary>
    public static string? Of(string? path)
    {
        if (path is null)
            return null;
        var route = path[Math.Max(0, path.IndexOf('/', StringComparison.Ordinal))..].Split('?', '#')[0];
        var parts = route
            .Split(route.StartsWith('/') ? '/' : '.', StringSplitOptions.RemoveEmptyEntries)
            .SkipWhile(part => part == "api")
            .ToArray();
        return Array.Find(Table, row => BeginsWith(parts, row.Path)).Module;
    }

    static bool BeginsWith(string[] parts, string[] beginning) =>
        parts.Length >= beginning.Length
        && beginning.Zip(parts).All(pair =>
            pair.First is "*" || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
}
