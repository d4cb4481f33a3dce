namespace Shop.Web.Pilot;

/// <summary>The module of the shop that a page belongs to, for reports about the page.</summary>
static class PageModules
{
    // The first row that the path begins with counts. An asterisk is one part of a path.
    static readonly (string Path, string Module)[] Table =
    [
        ("/catalog", "catalog"),
        ("/products", "catalog"),
        ("/cart", "carts"),
        ("/checkout", "orders"),
        ("/orders/*/pay", "payments"),
        ("/orders/*/payment", "payments"),
        ("/orders/*/return", "payments"),
        ("/orders/*/refund", "payments"),
        ("/orders", "orders"),
        ("/profile", "accounts"),
        ("/login", "accounts"),
        ("/register", "accounts"),
        ("/forgot-password", "accounts"),
        ("/reset-password", "accounts"),
        ("/verify-email", "accounts"),
        ("/staff", Staff)
    ];

    public const string Staff = "staff";

    /// <summary>The modules that a report can be about. The last ones have no pages.</summary>
    public static readonly IReadOnlyList<string> All =
        [.. Table.Select(row => row.Module).Distinct(), "shipping", "notifications"];

    /// <summary>The modules that programs report too.</summary>
    public static readonly IReadOnlyList<string> WithoutPages =
        ["inventory", "analytics", "messaging", "tasks", "tickets", "pilot"];

    /// <summary>Null for a page that belongs to no module, such as the home page.</summary>
    public static string? Of(string path)
    {
        var parts = Parts(path.Split('?', '#')[0]);
        return Array.Find(Table, row => BeginsWith(parts, Parts(row.Path))).Module;
    }

    static bool BeginsWith(string[] parts, string[] beginning) =>
        parts.Length >= beginning.Length
        && beginning.Zip(parts).All(pair =>
            pair.First is "*" || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));

    static string[] Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
