namespace Shop.Pilot.Errors;

/// <summary>The first guess at where a report belongs and how bad it is. People correct it.</summary>
static class FirstGuess
{
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
        return PathModules.Of(incident.Transaction) ?? PathModules.Of(PathOf(incident.Url));
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

    static string? PathOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed.AbsolutePath : url;

    const StringComparison Ordinal = StringComparison.Ordinal;
}
