namespace Shop.Pilot.Errors;

/// <summary>The first guess at where a report belongs and how bad it is. People correct it.</summary>
static class FirstGuess
{
    // The first part of a route or of a page's address, where it is not the module's name.
    static readonly Dictionary<string, string> Modules = new(StringComparer.OrdinalIgnoreCase)
    {
        ["auth"] = "accounts",
        ["users"] = "accounts",
        ["login"] = "accounts",
        ["register"] = "accounts",
        ["profile"] = "accounts",
        ["user-api"] = "accounts",
        ["products"] = "catalog",
        ["categories"] = "catalog",
        ["search"] = "catalog",
        ["catalog"] = "catalog",
        ["cart"] = "carts",
        ["cart-api"] = "carts",
        ["orders"] = "orders",
        ["order-api"] = "orders",
        ["checkout"] = "orders",
        ["payments"] = "payments",
        ["webhooks"] = "payments",
        ["shipping"] = "shipping",
        ["notifications"] = "notifications",
        ["inventory"] = "inventory",
        ["analytics"] = "analytics",
        ["messaging"] = "messaging",
        ["tasks"] = "tasks",
        ["feedback"] = "pilot",
        ["report"] = "pilot",
        ["staff"] = "staff"
    };

    public static string CategoryOf(Incident incident)
    {
        var type = incident.Type ?? "";
        return incident switch
        {
            { Violation: not null } => "security",
            { Source: ErrorSource.Browser } => "ui",
            _ when incident.Exceptions.Any(IsOfDatabase) => "data",
            _ when Has("Timeout") => "performance",
            _ when Has("BrokenCircuit") || Has("HttpRequest") => "integration",
            _ when Has("Cryptographic") || Has("Security") => "security",
            _ => "functionality"
        };

        bool Has(string part) => type.Contains(part, Ordinal);
    }

    static bool IsOfDatabase(ExceptionInfo exception) =>
        exception.SqlState is not null || exception.Type.StartsWith("Npgsql.", Ordinal);

    public static string SeverityOf(Incident incident) => incident.Level switch
    {
        "fatal" => "critical",
        "error" => "high",
        "warning" => "medium",
        _ => "low"
    };

    /// <summary>The module of the newest frame that is the shop's own, else that of the route or page.</summary>
    public static string? ModuleOf(Incident incident)
    {
        if (incident.Tags.TryGetValue("module", out var tag))
            return tag;
        foreach (var frame in incident.Exceptions.SelectMany(exception => exception.Frames))
            if (ModuleOfType(frame.Module) is { } module)
                return module;
        return ModuleOfPath(incident.Transaction) ?? ModuleOfPath(PathOf(incident.Url));
    }

    // Shop.Orders.OrderStore, Shop.Api.Orders.OrderEndpoints.
    static string? ModuleOfType(string? type)
    {
        if (type is null || !type.StartsWith("Shop.", Ordinal))
            return null;
        var parts = type.Split('.');
        var index = parts[1] is "Api" or "Web" or "Worker" ? 2 : 1;
        return parts.Length > index + 1 && parts[index] is not ("Http" or "Database" or "Components")
            ? parts[index].ToLowerInvariant()
            : null;
    }

    // "POST /api/orders/{id}", "/cart", "orders.expire".
    static string? ModuleOfPath(string? route)
    {
        if (route is null)
            return null;
        var first = route[(route.IndexOf('/', Ordinal) + 1)..]
            .Split(['/', '.', '?'], StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(part => part != "api");
        return first is null ? null : Modules.GetValueOrDefault(first);
    }

    static string? PathOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed.AbsolutePath : url;

    const StringComparison Ordinal = StringComparison.Ordinal;
}
